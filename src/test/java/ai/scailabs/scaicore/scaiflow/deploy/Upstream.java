package ai.scailabs.scaicore.scaiflow.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server in front of the real one: passes on what it is not told to answer by itself. */
public final class Upstream implements AutoCloseable {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final List<String> PASSED_ON =
      List.of("Authorization", "Content-Type", "X-Tenant-Id");

  private final HttpServer server;
  private final int real;
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();

  /**
   * @param real the port of the real one
   */
  public Upstream(int real) {
    this.real = real;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  private record Rule(String request, int status, String body, AtomicInteger times) {}

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers requests of this kind so many times by itself. */
  public Upstream answers(String requestPattern, int times, int status, String body) {
    rules.add(new Rule(requestPattern, status, body, new AtomicInteger(times)));
    return this;
  }

  /** Which requests came, such as {@code GET /v1/x}. */
  public List<String> seen() {
    return seen;
  }

  public long count(String pattern) {
    return seen.stream().filter(one -> one.matches(pattern)).count();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      var body = exchange.getRequestBody().readAllBytes();
      seen.add(request);
      for (var rule : rules) {
        if (request.matches(rule.request()) && rule.times().getAndDecrement() > 0) {
          send(exchange, rule.status(), rule.body().getBytes(StandardCharsets.UTF_8));
          return;
        }
      }
      passOn(exchange, body);
    }
  }

  private void passOn(HttpExchange exchange, byte[] body) throws IOException {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + real + exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    for (var name : PASSED_ON) {
      var value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    try {
      var answer = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
      send(exchange, answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
