package ai.scailabs.scaicore.plugin;

import static java.util.Objects.requireNonNull;

import ai.scailabs.scaicore.outbound.Enough;
import ai.scailabs.scaicore.outbound.OutboundAnswer;
import ai.scailabs.scaicore.outbound.OutboundRequest;
import ai.scailabs.scaicore.plugin.CallFailed.Kind;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.HttpHeaders;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * MCP's "Streamable HTTP" over our own HTTP, so that it goes nowhere else. One session; one call at
 * a time. What the server wants to say by itself is not listened to.
 */
final class McpTransport implements McpClientTransport {

  private static final List<String> VERSIONS =
      List.of(
          ProtocolVersions.MCP_2025_03_26,
          ProtocolVersions.MCP_2025_06_18,
          ProtocolVersions.MCP_2025_11_25);

  private static final int NOT_FOUND = 404;

  /** So many of a server's questions are answered in one call. */
  private static final int MOST_QUESTIONS = 8;

  private static final Duration LEAVING = Duration.ofSeconds(2);

  private final OutsideCalls outside;
  private final McpJsonMapper json;
  private final URI uri;
  private final Map<String, String> headers;
  private volatile Redaction redaction;
  private final AtomicReference<@Nullable CallFailed> failure = new AtomicReference<>();
  private volatile Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler =
      message -> message;
  private final AtomicInteger questions = new AtomicInteger();
  private volatile long end;
  private volatile Map<String, String> callHeaders = Map.of();
  private volatile @Nullable String session;
  private volatile @Nullable String version;

  /**
   * @param headers of every request, such as {@code Authorization}
   */
  McpTransport(
      OutsideCalls outside,
      McpJsonMapper json,
      URI uri,
      Map<String, String> headers,
      Redaction redaction) {
    this.outside = outside;
    this.json = json;
    this.uri = uri;
    this.headers = Map.copyOf(headers);
    this.redaction = redaction;
  }

  /**
   * Begins a try of a call, which has one time for all its requests.
   *
   * @param more goes into them
   * @param secrets is taken out of what the server says
   */
  void begin(Map<String, String> more, Redaction secrets) {
    callHeaders = Map.copyOf(more);
    redaction = secrets;
    end = System.nanoTime() + outside.timeout().toNanos();
    questions.set(0);
    failure.set(null);
  }

  /** What the server agreed to speak. */
  void setVersion(String agreed) {
    version = agreed;
  }

  /** Why the last request failed, once; null where none did. */
  @Nullable CallFailed takeFailure() {
    return failure.getAndSet(null);
  }

  @Override
  public List<String> protocolVersions() {
    return VERSIONS;
  }

  @Override
  public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> incoming) {
    handler = incoming;
    return Mono.empty();
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    return Mono.fromCallable(
            () -> {
              try {
                post(message);
                return message;
              } catch (CallFailed e) {
                failure.set(e);
                throw e;
              }
            })
        .then();
  }

  private void post(JSONRPCMessage message) throws CallFailed, IOException {
    var body = json.writeValueAsBytes(message);
    if (body.length > OutsideCalls.MOST_BYTES) {
      throw CallFailed.lasting(Kind.TOO_LARGE, "was not called: more than 5 MB would be sent");
    }
    var answers = new Incoming(message instanceof JSONRPCRequest request ? request.id() : null);
    var scanner = new SseScanner(answers::event);
    var answer =
        outside.send(
            new OutboundRequest("POST", uri, requestHeaders(), body, left()),
            answers.expected() ? scanner : Enough.NEVER);
    if (answer.status() == NOT_FOUND && session != null) {
      throw CallFailed.stale("does not know the session any more");
    }
    Answers.requireGood(answer, redaction);
    answer.header("mcp-session-id").ifPresent(id -> session = id);
    if (!answers.expected()) {
      return;
    }
    if (answers.response() == null) {
      if (isEvents(answer)) {
        scanner.end();
      } else {
        answers.take(Answers.text(answer));
      }
    }
    var response = answers.response();
    if (response == null) {
      throw CallFailed.lasting(
          Kind.ERROR, "answered " + answer.status() + " with nothing that MCP knows");
    }
    deliver(response);
  }

  private Duration left() throws CallFailed {
    var left = Duration.ofNanos(end - System.nanoTime());
    if (left.toMillis() <= 0) {
      throw outside.late();
    }
    return left;
  }

  private static boolean isEvents(OutboundAnswer answer) {
    return answer.header("content-type").orElse("").startsWith("text/event-stream");
  }

  private void deliver(JSONRPCMessage message) {
    requireNonNull(handler.apply(Mono.just(message))).subscribe(_ -> {}, _ -> {});
  }

  private Map<String, List<String>> requestHeaders() {
    var all = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    all.remove(HttpHeaders.MCP_SESSION_ID);
    all.remove(HttpHeaders.PROTOCOL_VERSION);
    all.remove(HttpHeaders.LAST_EVENT_ID);
    callHeaders.forEach((name, value) -> all.put(name, List.of(value)));
    all.put("Content-Type", List.of("application/json"));
    all.put("Accept", List.of("application/json, text/event-stream"));
    if (session != null) {
      all.put(HttpHeaders.MCP_SESSION_ID, List.of(session));
    }
    if (version != null) {
      all.put(HttpHeaders.PROTOCOL_VERSION, List.of(version));
    }
    return all;
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromRunnable(this::leave);
  }

  private void leave() {
    if (session == null) {
      return;
    }
    try {
      var request = new OutboundRequest("DELETE", uri, requestHeaders(), new byte[0], LEAVING);
      session = null;
      outside.send(request);
    } catch (CallFailed e) {
      // A server forgets sessions by itself too.
    }
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return json.convertValue(data, type);
  }

  /** What comes back for one message. */
  private final class Incoming {

    private final @Nullable Object id;
    private @Nullable JSONRPCResponse response;

    /**
     * @param id of the request that was sent; null where it is none
     */
    Incoming(@Nullable Object id) {
      this.id = id;
    }

    /** Whether there is to be a response. */
    boolean expected() {
      return id != null;
    }

    @Nullable JSONRPCResponse response() {
      return response;
    }

    /** True when this is the response: nothing that comes behind it is wanted. */
    boolean event(String data) {
      take(data);
      return response != null;
    }

    void take(String text) {
      try {
        switch (McpSchema.deserializeJsonRpcMessage(json, text)) {
          case JSONRPCResponse one -> {
            if (String.valueOf(one.id()).equals(String.valueOf(id))) {
              response = one;
            }
          }
          // A question of the server, which may wait for its answer.
          case JSONRPCRequest question -> {
            if (questions.incrementAndGet() <= MOST_QUESTIONS) {
              deliver(question);
            }
          }
          // Something to know, which nobody here listens to.
          case JSONRPCMessage _ -> {}
        }
      } catch (IOException | RuntimeException e) {
        // That is no message; there may be one behind it.
      }
    }
  }
}
