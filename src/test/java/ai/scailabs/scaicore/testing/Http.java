package ai.scailabs.scaicore.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A caller of the running server: one bearer token, or none. */
public final class Http {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final int port;
  private final @Nullable String token;

  public Http(int port, @Nullable String token) {
    this.port = port;
    this.token = token;
  }

  /** The same server as another caller; null: as nobody. */
  public Http as(@Nullable String otherToken) {
    return new Http(port, otherToken);
  }

  public Answer get(String path) {
    return send("GET", path, request -> request);
  }

  public Answer post(String path, String json) {
    return send(
        "POST",
        path,
        request ->
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
  }

  public Answer put(String path, String json) {
    return send(
        "PUT",
        path,
        request ->
            request
                .header("Content-Type", "application/json")
                .method("PUT", BodyPublishers.ofString(json)));
  }

  public Answer delete(String path) {
    return send("DELETE", path, request -> request);
  }

  /** Any request; {@code more} adds headers and body. */
  public Answer send(String method, String path, UnaryOperator<HttpRequest.Builder> more) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofMinutes(2))
            .method(method, BodyPublishers.noBody());
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return new Answer(CLIENT.send(more.apply(request).build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends bytes that no client would, and reads all that comes back. */
  public String raw(String bytes) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return read(socket.getInputStream());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String read(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** An answer. */
  public record Answer(HttpResponse<byte[]> response) {

    public int status() {
      return response.statusCode();
    }

    /** The header's first value; empty where it is missing. */
    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public String body() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    public JsonNode json() {
      return JSON.readTree(response.body());
    }

    public JsonNode data() {
      return json().path("data");
    }

    /** The error's code; empty where it is no error. */
    public String code() {
      return json().path("error").path("code").asString("");
    }

    /** The error's message. */
    public String message() {
      return json().path("error").path("message").asString("");
    }

    /** The field that the first detail of the error names. */
    public String field() {
      return json().path("error").path("details").path(0).path("field").asString("");
    }
  }
}
