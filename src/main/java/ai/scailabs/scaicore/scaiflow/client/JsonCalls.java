package ai.scailabs.scaicore.scaiflow.client;

import ai.scailabs.scaicore.outbound.AnswerRoom;
import ai.scailabs.scaicore.outbound.DestinationRefused;
import ai.scailabs.scaicore.outbound.Destinations;
import ai.scailabs.scaicore.outbound.OutboundAnswer;
import ai.scailabs.scaicore.outbound.OutboundHttp;
import ai.scailabs.scaicore.outbound.OutboundRequest;
import ai.scailabs.scaicore.outbound.OutboundTimeout;
import ai.scailabs.scaicore.web.RequestId;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Calls with JSON answers, within a time, and tried again where that may help: where there was no
 * connection, where the answer was 429, and where it was 502, 503 or 504. A call that may have
 * arrived and must not arrive twice is not tried again. Source: {@code design/scaiflow.md},
 * "Deploy".
 */
@Component
class JsonCalls implements DisposableBean {

  private static final int ANSWER_BYTES = 32 * 1024 * 1024;
  private static final int AT_ONCE = 500;
  private static final Set<Integer> PASSING = Set.of(502, 503, 504);
  private static final int TOO_MANY = 429;
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private final ClientProperties settings;
  private final JsonMapper json;
  private final OutboundHttp operators;
  private final OutboundHttp tenants;
  private final CountDownLatch closed = new CountDownLatch(1);

  JsonCalls(ClientProperties settings, AnswerRoom room, JsonMapper json, ThisProcess process) {
    this.settings = settings;
    this.json = json;
    this.operators = http(settings.operators(process.host()), settings, room);
    this.tenants = http(settings.tenants(), settings, room);
  }

  private static OutboundHttp http(
      Destinations destinations, ClientProperties settings, AnswerRoom room) {
    return new OutboundHttp(
        destinations,
        new OutboundHttp.Bounds(settings.connectTimeout(), AT_ONCE, ANSWER_BYTES),
        room);
  }

  /**
   * A call.
   *
   * @param path with its query
   * @param repeatable whether it does no harm when it arrives twice
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Call(String method, String path, byte[] body, @Nullable String type, boolean repeatable) {

    static Call get(String path) {
      return new Call("GET", path, new byte[0], null, true);
    }
  }

  /** A POST of nothing that must not arrive twice. */
  Call post(String path) {
    return new Call("POST", path, new byte[0], null, false);
  }

  /** A call with a body of JSON. */
  Call json(String method, String path, Object body, boolean repeatable) {
    return new Call(method, path, json.writeValueAsBytes(body), "application/json", repeatable);
  }

  /**
   * Makes a call and reads its answer, which may be empty.
   *
   * @throws UpstreamFailed where there is none, or it is an error
   */
  JsonNode send(Target target, Call call) {
    for (int tries = 1; ; tries++) {
      try {
        var answer = exchange(target, call);
        if (answer.status() >= 200 && answer.status() < 300) {
          return body(answer);
        }
        boolean unheard = answer.status() == TOO_MANY;
        boolean again = unheard || (PASSING.contains(answer.status()) && call.repeatable());
        var pause = unheard ? asked(answer.header("retry-after"), pause(tries)) : pause(tries);
        if (!again || tries >= settings.tries() || !paused(pause)) {
          throw UpstreamFailed.answered(answer.status(), bodyOfError(answer));
        }
      } catch (DestinationRefused e) {
        throw UpstreamFailed.unreachable(
            target.shown() + " may not be called: its address " + e.getMessage() + ".", e);
      } catch (ConnectException | UnknownHostException e) {
        if (tries >= settings.tries() || !paused(tries)) {
          throw UpstreamFailed.unreachable(target.shown() + " cannot be reached.", e);
        }
      } catch (OutboundTimeout e) {
        if (!call.repeatable() || tries >= settings.tries() || !paused(tries)) {
          throw UpstreamFailed.unreachable(
              "%s did not answer within %d ms."
                  .formatted(target.shown(), settings.timeout().toMillis()),
              e);
        }
      } catch (IOException | IllegalStateException e) {
        // The client throws the latter when it is closed.
        if (!call.repeatable() || tries >= settings.tries() || !paused(tries)) {
          throw UpstreamFailed.unreachable(target.shown() + " broke off.", e);
        }
      }
    }
  }

  private OutboundAnswer exchange(Target target, Call call) throws IOException {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put("Accept", List.of("application/json"));
    headers.put(RequestId.HEADER, List.of(RequestId.current()));
    if (target.token() != null) {
      headers.put("Authorization", List.of("Bearer " + target.token()));
    }
    if (target.tenantId() != null) {
      headers.put("X-Tenant-Id", List.of(target.tenantId()));
    }
    if (call.type() != null) {
      headers.put("Content-Type", List.of(call.type()));
    }
    var request =
        new OutboundRequest(
            call.method(),
            URI.create(target.base() + call.path()),
            headers,
            call.body(),
            settings.timeout());
    return (target.chosenByTenant() ? tenants : operators).exchange(request);
  }

  private JsonNode body(OutboundAnswer answer) {
    if (answer.body().length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return json.readTree(answer.body());
    } catch (JacksonException e) {
      throw UpstreamFailed.strange(answer.status(), "Its answer is no JSON.");
    }
  }

  private JsonNode bodyOfError(OutboundAnswer answer) {
    try {
      return json.readTree(answer.body());
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  private Duration pause(int tries) {
    return settings.pause().multipliedBy(1L << (tries - 1));
  }

  /** As long as {@code Retry-After} says, within bounds. */
  static Duration asked(Optional<String> retryAfter, Duration least) {
    return retryAfter
        .filter(text -> SECONDS.matcher(text).matches())
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .map(asked -> asked.compareTo(LONGEST) > 0 ? LONGEST : asked)
        .filter(asked -> asked.compareTo(least) > 0)
        .orElse(least);
  }

  private boolean paused(int tries) {
    return paused(pause(tries));
  }

  /** Waits before another try; false where the service is ending. */
  private boolean paused(Duration pause) {
    try {
      return !closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void destroy() throws IOException {
    closed.countDown();
    operators.close();
    tenants.close();
  }
}
