package ai.scailabs.scaicore.outbound;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Calls servers that tenants name. It connects only where {@link Destinations} permits, on the very
 * address that was checked; it follows no redirect, keeps no cookie, unpacks nothing, repeats
 * nothing, and takes no more bytes and no more time than it was told. For virtual threads: a call
 * blocks the one that makes it.
 */
public final class OutboundHttp implements AutoCloseable {

  private static final int MOST_CONNECTIONS = 10_000;
  private static final TimeValue IDLE = TimeValue.ofSeconds(30);
  private static final TimeValue AGE = TimeValue.ofMinutes(5);

  private final Destinations destinations;
  private final Bounds bounds;
  private final AnswerRoom room;
  private final GuardedResolver resolver;
  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor deadlines;

  /**
   * Within what a call stays.
   *
   * @param connectionsPerHost how many calls to one host there can be at once; others wait
   * @param answerBytes the largest body that is taken
   */
  public record Bounds(Duration connectTimeout, int connectionsPerHost, int answerBytes) {}

  /**
   * @param room shared with others that read answers
   */
  public OutboundHttp(Destinations destinations, Bounds bounds, AnswerRoom room) {
    this(destinations, bounds, room, new GuardedResolver(destinations));
  }

  OutboundHttp(
      Destinations destinations, Bounds bounds, AnswerRoom room, GuardedResolver resolver) {
    this.destinations = destinations;
    this.bounds = bounds;
    this.room = room;
    this.resolver = resolver;
    this.client = client(resolver, bounds);
    this.deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("outbound-deadlines").factory());
    deadlines.setRemoveOnCancelPolicy(true);
  }

  private static CloseableHttpClient client(GuardedResolver resolver, Bounds bounds) {
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(resolver)
            .setMaxConnPerRoute(bounds.connectionsPerHost())
            .setMaxConnTotal(MOST_CONNECTIONS)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.of(bounds.connectTimeout()))
                    .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                    .setTimeToLive(AGE)
                    .build())
            .build();
    return HttpClients.custom()
        .setConnectionManager(connections)
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableAutomaticRetries()
        .disableContentCompression()
        .disableDefaultUserAgent()
        .evictExpiredConnections()
        .evictIdleConnections(IDLE)
        .build();
  }

  /**
   * Calls a server and reads its answer to the end.
   *
   * @throws DestinationRefused where it may not be called
   * @throws OutboundTimeout where it takes too long
   * @throws AnswerTooLarge where it sends too much
   * @throws NoRoomForAnswer where too many others send at once
   * @throws IOException where it cannot be reached, or breaks off
   */
  public OutboundAnswer exchange(OutboundRequest request) throws IOException {
    return exchange(request, bounds.answerBytes(), Enough.NEVER);
  }

  /**
   * Calls a server and reads its answer to the end, or as far as it is wanted.
   *
   * @param answerBytes the largest body that is taken, instead of that of the bounds
   */
  public OutboundAnswer exchange(OutboundRequest request, int answerBytes, Enough enough)
      throws IOException {
    destinations.check(request.uri());
    var call = call(request);
    long end = System.nanoTime() + request.timeout().toNanos();
    var deadline =
        deadlines.schedule(call::cancel, request.timeout().toMillis(), TimeUnit.MILLISECONDS);
    try {
      return ScopedValue.where(GuardedResolver.END, end)
          .call(
              () -> client.execute(call, response -> answer(call, response, answerBytes, enough)));
    } catch (Sufficient e) {
      return e.answer;
    } catch (ConnectTimeoutException e) {
      if (isOver(call, end)) {
        throw new OutboundTimeout("no connection in time", e);
      }
      // It was given a part of the time only: it is not there, rather than slow.
      throw (ConnectException) new ConnectException("no connection").initCause(e);
    } catch (InterruptedIOException e) {
      // Every kind of timeout of the client and of its sockets is one of these.
      throw new OutboundTimeout("no answer in time", e);
    } catch (AnswerTooLarge | NoRoomForAnswer | DestinationRefused e) {
      throw e;
    } catch (IOException e) {
      if (isOver(call, end)) {
        throw new OutboundTimeout("no complete answer in time", e);
      }
      throw e;
    } finally {
      deadline.cancel(false);
    }
  }

  private static boolean isOver(HttpUriRequestBase call, long end) {
    return call.isCancelled() || System.nanoTime() - end >= 0;
  }

  private static HttpUriRequestBase call(OutboundRequest request) {
    var call = new HttpUriRequestBase(request.method(), request.uri());
    request.headers().forEach((name, values) -> values.forEach(v -> call.addHeader(name, v)));
    if (request.body().length > 0) {
      // What the header says is sent as it is, whether it means anything here or not.
      call.setEntity(
          new ByteArrayEntity(
              request.body(),
              call.containsHeader("Content-Type") ? null : ContentType.APPLICATION_OCTET_STREAM));
    }
    var timeout = Timeout.of(request.timeout());
    call.setConfig(
        RequestConfig.custom()
            .setConnectionRequestTimeout(timeout)
            .setResponseTimeout(timeout)
            .setRedirectsEnabled(false)
            .setProtocolUpgradeEnabled(false)
            .build());
    return call;
  }

  /** What was read of an answer whose rest is not wanted, on its way past the client. */
  private static final class Sufficient extends IOException {

    private final transient OutboundAnswer answer;

    Sufficient(OutboundAnswer answer) {
      this.answer = answer;
    }
  }

  private OutboundAnswer answer(
      HttpUriRequestBase call, ClassicHttpResponse response, int answerBytes, Enough enough)
      throws IOException {
    var headers = new TreeMap<String, List<String>>();
    for (var header : response.getHeaders()) {
      headers
          .computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(header.getValue());
    }
    boolean[] broken = {false};
    var body =
        body(call, response, answerBytes, (part, count) -> broken[0] = enough.with(part, count));
    var answer = new OutboundAnswer(response.getCode(), headers, body);
    if (broken[0]) {
      // What is left is not read, so the connection is of no more use.
      call.cancel();
      throw new Sufficient(answer);
    }
    return answer;
  }

  private byte[] body(
      HttpUriRequestBase call, ClassicHttpResponse response, int answerBytes, Enough enough)
      throws IOException {
    var entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    try {
      return room.read(entity.getContent(), answerBytes, enough);
    } catch (AnswerTooLarge | NoRoomForAnswer e) {
      // What is left is not read, so the connection is of no more use.
      call.cancel();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    deadlines.shutdownNow();
    resolver.close();
    client.close();
  }
}
