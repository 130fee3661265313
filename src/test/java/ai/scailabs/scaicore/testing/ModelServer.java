package ai.scailabs.scaicore.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/**
 * A model server on this machine that speaks OpenAI's protocol, well or badly: it answers with what
 * it was told to, in that order, and then says what it was asked.
 */
public final class ModelServer implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final Queue<Answer> script = new ConcurrentLinkedDeque<>(new ArrayDeque<>());
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** What was asked of it. */
  public record Asked(
      String path, @Nullable String authorization, @Nullable String key, JsonNode body) {

    /** The text of the last message. */
    public String text() {
      var messages = body.path("messages");
      return messages.path(messages.size() - 1).path("content").asString("");
    }

    /** Which form of answer was wanted; empty for none. */
    public String format() {
      return body.at("/response_format/type").asString("");
    }
  }

  /** How it answers once. */
  @FunctionalInterface
  public interface Answer {
    void to(HttpExchange exchange, Asked asked) throws IOException;
  }

  public ModelServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  /** To be the {@code base_url} of a backend. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** Answers so next. */
  public ModelServer then(Answer answer) {
    script.add(answer);
    return this;
  }

  /** What it was asked, first to last. */
  public List<Asked> asked() {
    return asked;
  }

  public Asked lastAsked() {
    return asked.getLast();
  }

  /** Says a text; 7 tokens were read and 5 written. */
  public static Answer says(String text) {
    var message = JSON.createObjectNode().put("role", "assistant").put("content", text);
    return message(message, "stop");
  }

  /** Answers with a message of its own making. */
  public static Answer message(JsonNode message, String finishReason) {
    var completion =
        JSON.createObjectNode()
            .put("id", "chatcmpl-1")
            .put("object", "chat.completion")
            .put("created", 1)
            .put("model", "m");
    completion
        .putArray("choices")
        .addObject()
        .put("index", 0)
        .put("finish_reason", finishReason)
        .set("message", message);
    completion
        .putObject("usage")
        .put("prompt_tokens", 7)
        .put("completion_tokens", 5)
        .put("total_tokens", 12);
    return status(200, completion.toString());
  }

  /** Answers with a status and a body; headers as names and values. */
  public static Answer status(int status, String body, String... headers) {
    return (exchange, asked) -> {
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
      }
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  /** An error as OpenAI words it. */
  public static Answer error(int status, String message, String... headers) {
    var body = JSON.createObjectNode();
    body.putObject("error").put("message", message).put("type", "x");
    return status(status, body.toString(), headers);
  }

  /** Never answers. */
  public Answer hangs() {
    return (exchange, asked) -> await();
  }

  /** Begins to answer and never ends. */
  public Answer hangsMidBody() {
    return (exchange, asked) -> {
      exchange.sendResponseHeaders(200, 1_000);
      exchange.getResponseBody().write("{\"id\":".getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      await();
    };
  }

  /** Sends a body of this many bytes, which is JSON. */
  public static Answer sends(long bytes) {
    return (exchange, asked) -> {
      exchange.sendResponseHeaders(200, 0);
      var part = " ".repeat(65_536).getBytes(StandardCharsets.UTF_8);
      for (long sent = 0; sent < bytes; sent += part.length) {
        exchange.getResponseBody().write(part);
      }
      exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
    };
  }

  private void await() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      var one =
          new Asked(
              exchange.getRequestURI().getPath(),
              headers.getFirst("Authorization"),
              headers.getFirst("Idempotency-Key"),
              body(headers.getFirst("Content-Type"), exchange.getRequestBody().readAllBytes()));
      asked.add(one);
      var answer = script.poll();
      (answer == null ? says("You said: " + one.text()) : answer).to(exchange, one);
    }
  }

  /** What is no JSON is its bytes as a text. */
  private static JsonNode body(@Nullable String type, byte[] bytes) {
    return type != null && type.startsWith("multipart/")
        ? StringNode.valueOf(new String(bytes, StandardCharsets.ISO_8859_1))
        : JSON.readTree(bytes);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
  }
}
