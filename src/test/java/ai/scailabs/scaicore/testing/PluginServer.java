package ai.scailabs.scaicore.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A plugin on this machine that takes down every call, in memory and, where it is given a file, in
 * a line of that file before it answers: {@code <idempotency key> TAB <method> TAB <nanos>}. It
 * answers with what it was told to, in that order, and otherwise with {@code {"result": {"method":
 * …, "args": …, "count": …}}}, where {@code count} is how often it was called with the key, this
 * time included.
 */
public final class PluginServer implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final @Nullable Path effects;
  private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Answer otherwise = PluginServer::echo;

  /**
   * A call as it came.
   *
   * @param verb of HTTP
   * @param method the path without its first slash
   * @param headers by name in lower case, the first value of each
   * @param count how many calls of its idempotency key there were, with this one
   */
  public record Call(
      String verb,
      String method,
      @Nullable String query,
      Map<String, String> headers,
      String body,
      long nanos,
      int count) {

    /** The idempotency key; empty where there is none. */
    public String key() {
      return headers.getOrDefault("idempotency-key", "");
    }

    public JsonNode json() {
      return JSON.readTree(body);
    }

    public JsonNode args() {
      return json().path("args");
    }

    public JsonNode config() {
      return json().path("config");
    }

    public JsonNode context() {
      return json().path("context");
    }
  }

  /** How it answers once. */
  @FunctionalInterface
  public interface Answer {
    void to(HttpExchange exchange, Call call) throws IOException;
  }

  /** On a free port, in memory. */
  public PluginServer() {
    this(0, null);
  }

  /**
   * @param port 0 for a free one
   * @param effects where calls are taken down too; null for nowhere
   */
  public PluginServer(int port, @Nullable Path effects) {
    this.effects = effects;
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  /** Runs one until the process is ended: {@code <port> <file>}. */
  public static void main(String[] args) {
    var server = new PluginServer(Integer.parseInt(args[0]), Path.of(args[1]));
    System.out.println(server.url());
  }

  /** To be the endpoint of a plugin. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Answers so next. */
  public PluginServer then(Answer answer) {
    script.add(answer);
    return this;
  }

  /** Answers so whenever nothing else was said. */
  public PluginServer otherwise(Answer answer) {
    otherwise = answer;
    return this;
  }

  /** What it was called with, first to last. */
  public List<Call> calls() {
    return calls;
  }

  public Call lastCall() {
    return calls.getLast();
  }

  /** How often it was called, by idempotency key. */
  public Map<String, Integer> countsByKey() {
    var found = new TreeMap<String, Integer>();
    calls.forEach(call -> found.merge(call.key(), 1, Integer::sum));
    return found;
  }

  /** Answers with a result. */
  public static Answer result(String json) {
    return status(200, "{\"result\": " + json + "}");
  }

  /** Answers with a status and a body; headers as names and values. */
  public static Answer status(int status, String body, String... headers) {
    return (exchange, call) -> {
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
      }
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  /** Answers like another, after a while. */
  public Answer after(Duration pause, Answer answer) {
    return (exchange, call) -> {
      await(pause);
      answer.to(exchange, call);
    };
  }

  /** Takes a call down and never answers. */
  public Answer hangs() {
    return (exchange, call) -> await(Duration.ofDays(1));
  }

  /** Takes a call down and hangs up. */
  public static Answer hangsUp() {
    return (exchange, call) -> {
      exchange.sendResponseHeaders(200, 1_000);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      throw new IOException("hung up");
    };
  }

  private static void echo(HttpExchange exchange, Call call) throws IOException {
    var answer = JSON.createObjectNode();
    var result = answer.putObject("result").put("method", call.method()).put("count", call.count());
    if (call.body().startsWith("{")) {
      result.set("args", call.args());
    }
    status(200, answer.toString()).to(exchange, call);
  }

  private void await(Duration pause) {
    try {
      closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var call = taken(exchange, body);
      var answer = script.poll();
      (answer == null ? otherwise : answer).to(exchange, call);
    }
  }

  private synchronized Call taken(HttpExchange exchange, String body) throws IOException {
    var headers = new TreeMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) ->
                headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
    var key = headers.getOrDefault("idempotency-key", "");
    var uri = exchange.getRequestURI();
    var call =
        new Call(
            exchange.getRequestMethod(),
            uri.getPath().substring(1),
            uri.getRawQuery(),
            headers,
            body,
            System.nanoTime(),
            counts.merge(key, 1, Integer::sum));
    calls.add(call);
    if (effects != null) {
      Files.writeString(
          effects,
          key + "\t" + call.method() + "\t" + call.nanos() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
    return call;
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
  }
}
