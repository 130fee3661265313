package ai.scailabs.scaicore.testing;

import com.openai.core.RequestOptions;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import com.openai.errors.OpenAIIoException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** OpenAI's client over the JDK's, with nothing of ours in between. */
public final class JdkTransport implements HttpClient {

  private static final java.net.http.HttpClient CLIENT = java.net.http.HttpClient.newHttpClient();

  @Override
  public HttpResponse execute(HttpRequest request, RequestOptions options) {
    var bytes = new ByteArrayOutputStream();
    var made = java.net.http.HttpRequest.newBuilder(URI.create(request.url()));
    try (var body = request.body()) {
      if (body != null) {
        body.writeTo(bytes);
        made.header("Content-Type", String.valueOf(body.contentType()));
      }
    }
    made.method(request.method().name(), BodyPublishers.ofByteArray(bytes.toByteArray()));
    request
        .headers()
        .names()
        .forEach(n -> request.headers().values(n).forEach(v -> made.header(n, v)));
    try {
      return new Response(CLIENT.send(made.build(), BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new OpenAIIoException("failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
    return CompletableFuture.supplyAsync(
        () -> execute(request, options), Thread::startVirtualThread);
  }

  @Override
  public void close() {}

  private record Response(java.net.http.HttpResponse<InputStream> answer) implements HttpResponse {

    @Override
    public int statusCode() {
      return answer.statusCode();
    }

    @Override
    public Headers headers() {
      return Headers.builder().putAll(answer.headers().map()).build();
    }

    @Override
    public InputStream body() {
      return answer.body();
    }

    @Override
    public void close() {
      try {
        answer.body().close();
      } catch (IOException e) {
        throw new OpenAIIoException("failed", e);
      }
    }
  }
}
