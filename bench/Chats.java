import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Executors;

/** Measures chats: with a published Core, and with a model on a server that takes its time. */
final class Chats {

  private static final String CHAT = "/v1/inference/chat";
  private static final int CONNECTIONS = 8;
  private static final int CALLERS = 100;
  private static final int MODEL_MILLIS = 200;
  private static final byte[] ANSWER =
      """
      {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m",
       "choices": [{"index": 0, "finish_reason": "stop",
         "message": {"role": "assistant", "content": "Good morning, Ada. What can I do for you?"}}],
       "usage": {"prompt_tokens": 9, "completion_tokens": 11, "total_tokens": 20}}
      """
          .getBytes(StandardCharsets.UTF_8);

  private final Server service;
  private final double seconds;
  private final Rows rows;

  Chats(Server service, double seconds, Rows rows) {
    this.service = service;
    this.seconds = seconds;
    this.rows = rows;
  }

  /** Where figures go. */
  @FunctionalInterface
  interface Rows {
    void add(String what, String format, double value, String note);
  }

  /** Chats with a Core that runs, which is published for it. */
  void withCore(String core) throws IOException, InterruptedException {
    var path = Api.CORES + "/" + core + "/publish";
    var slug = Api.post(service.port(), path, "{}").at("/data/metadata/published_slug").asString();
    var request = chat(CHAT, slug);
    Load.during(service.port(), request, CONNECTIONS, 2 * seconds);
    double cpu = service.cpuSeconds();
    var round = Load.during(service.port(), request, CONNECTIONS, seconds);
    double each = (service.cpuSeconds() - cpu) / round.times().length;
    rows.add(
        "chats with published greeter, %d connections".formatted(CONNECTIONS),
        "%.0f /s",
        round.perSecond(),
        times(round) + String.format(Locale.ROOT, ", %.0f us of processor each", each * 1e6));
  }

  /**
   * Chats with a model that answers after 200 ms, against asking its server directly with as many
   * callers.
   */
  void withModel() throws IOException, InterruptedException {
    var model = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    model.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    model.createContext("/", Chats::answer);
    model.start();
    try {
      int port = model.getAddress().getPort();
      var request = chat(CHAT, model(port));
      var direct = chat("/v1/chat/completions", "m");
      Load.during(port, direct, CALLERS, seconds / 2);
      Load.during(service.port(), request, CALLERS, seconds);
      var bare = Load.during(port, direct, CALLERS, seconds);
      double cpu = service.cpuSeconds();
      var round = Load.during(service.port(), request, CALLERS, seconds);
      double each = (service.cpuSeconds() - cpu) / round.times().length;
      var what = "added to a model call of %d ms, %d callers, ".formatted(MODEL_MILLIS, CALLERS);
      rows.add(
          what + "p50",
          "%.1f ms",
          round.millis(0.5) - bare.millis(0.5),
          times(round) + "; asked directly " + times(bare));
      rows.add(
          what + "p99",
          "%.1f ms",
          round.millis(0.99) - bare.millis(0.99),
          String.format(
              Locale.ROOT, "%.0f /s, %.0f us of processor each", round.perSecond(), each * 1e6));
    } finally {
      model.stop(0);
    }
  }

  /** A model of the demo tenant on a server of this process. */
  private String model(int port) throws IOException, InterruptedException {
    var name = "bench-" + port;
    var backend =
        Api.post(
                service.port(),
                "/v1/backends",
                """
                {"name": "bench", "provider": "%s", "base_url": "http://127.0.0.1:%d/v1",
                 "api_key": "bench"}
                """
                    .formatted(name, port))
            .at("/data/id")
            .asString();
    var slug = "acme/" + name;
    Api.post(
        service.port(),
        "/v1/models",
        """
        {"slug": "%s", "display_name": "bench", "backend_id": "%s", "model": "m"}
        """
            .formatted(slug, backend));
    return slug;
  }

  private static byte[] chat(String path, String model) {
    var body =
        """
        {"model": "%s", "messages": [{"role": "user", "content": "Ada"}],
         "metadata": {"flow": "greet"}}
        """
            .formatted(model);
    return Load.request(
        "POST", path, Api.TOKEN, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      Thread.sleep(MODEL_MILLIS);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, ANSWER.length);
      exchange.getResponseBody().write(ANSWER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String times(Load.Result round) {
    return String.format(
        Locale.ROOT, "p50 %.1f ms, p99 %.1f ms", round.millis(0.5), round.millis(0.99));
  }
}
