package ai.scailabs.scaicore.provider;

import ai.scailabs.scaicore.outbound.Enough;
import ai.scailabs.scaicore.outbound.OutboundAnswer;
import ai.scailabs.scaicore.outbound.OutboundHttp;
import ai.scailabs.scaicore.outbound.OutboundRequest;
import com.openai.core.RequestOptions;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import com.openai.errors.OpenAIIoException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Carries what the OpenAI client says over our own HTTP, for one backend. */
final class ServerTransport implements HttpClient {

  /** What the client would tell about this machine. */
  private static final String TELLTALE = "x-stainless-";

  private static final String CHAT = "/chat/completions";

  /** What is no text may be as large as a value of a program. */
  private static final int MEDIA_BYTES = 5 * 1024 * 1024;

  private final OutboundHttp http;
  private final boolean keyed;
  private final Duration timeout;

  /**
   * @param keyed whether the server takes a key
   * @param timeout where a call brings none
   */
  ServerTransport(OutboundHttp http, boolean keyed, Duration timeout) {
    this.http = http;
    this.keyed = keyed;
    this.timeout = timeout;
  }

  @Override
  public HttpResponse execute(HttpRequest request, RequestOptions options) {
    try {
      var sent = outbound(request, options);
      return new Response(
          request.url().endsWith(CHAT)
              ? http.exchange(sent)
              : http.exchange(sent, MEDIA_BYTES, Enough.NEVER));
    } catch (IOException | IllegalArgumentException e) {
      throw new OpenAIIoException("the call failed", e);
    }
  }

  @Override
  public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
    return CompletableFuture.supplyAsync(
        () -> execute(request, options), Thread::startVirtualThread);
  }

  private OutboundRequest outbound(HttpRequest request, RequestOptions options) {
    var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    for (var name : request.headers().names()) {
      if (!name.toLowerCase(Locale.ROOT).startsWith(TELLTALE)) {
        headers.put(name, request.headers().values(name));
      }
    }
    if (!keyed) {
      headers.remove("Authorization");
    }
    var bytes = new ByteArrayOutputStream();
    try (var body = request.body()) {
      if (body != null) {
        body.writeTo(bytes);
        var type = body.contentType();
        headers.put("Content-Type", List.of(type == null ? "application/json" : type));
      }
    }
    var given = options.getTimeout();
    return new OutboundRequest(
        request.method().name(),
        URI.create(request.url()),
        headers,
        bytes.toByteArray(),
        given == null ? timeout : given.request());
  }

  /** The connections belong to all backends; clients come and go with their keys. */
  @Override
  public void close() {}

  private record Response(OutboundAnswer answer) implements HttpResponse {

    @Override
    public int statusCode() {
      return answer.status();
    }

    @Override
    public Headers headers() {
      return Headers.builder().putAll(answer.headers()).build();
    }

    @Override
    public InputStream body() {
      return new ByteArrayInputStream(answer.body());
    }

    @Override
    public void close() {}
  }
}
