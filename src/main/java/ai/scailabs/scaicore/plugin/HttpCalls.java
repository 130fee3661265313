package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.core.CoreConnections;
import ai.scailabs.scaicore.engine.BlockFailed;
import ai.scailabs.scaicore.engine.HttpBridge.Request;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.outbound.OutboundAnswer;
import ai.scailabs.scaicore.outbound.OutboundRequest;
import ai.scailabs.scaicore.plugin.CallFailed.Codes;
import ai.scailabs.scaicore.plugin.CallFailed.Kind;
import ai.scailabs.scaicore.secrets.SecretNotOpened;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sends the requests of {@code http} statements, by the rules of calls to plugins. */
@Component
public class HttpCalls {

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private static final int REFUSED = 400;

  private final OutsideCalls outside;
  private final CoreConnections connections;

  HttpCalls(OutsideCalls outside, CoreConnections connections) {
    this.outside = outside;
    this.connections = connections;
  }

  /**
   * Sends a request and gives {@code {status, headers, body}}, without the secrets that were sent.
   * Names of headers are in lower case; of several of one name the values are joined by commas.
   *
   * @throws BlockFailed as {@link ai.scailabs.scaicore.engine.HttpBridge#send}
   */
  public Object send(CallingCore core, Request request) {
    var opening = new SecretOpening(connections, core);
    try {
      return sent(core, request, opening);
    } catch (CallFailed e) {
      throw e.of("the server of the http statement", Codes.HTTP);
    } catch (SecretNotOpened e) {
      throw new BlockFailed(Codes.HTTP.error(), "the request was not sent: " + e.getMessage());
    }
  }

  private Object sent(CallingCore core, Request request, SecretOpening opening) throws CallFailed {
    var method = request.method().toUpperCase(Locale.ROOT);
    if (!METHODS.contains(method)) {
      throw CallFailed.lasting(
          Kind.ERROR, "was not called: method must be one of " + new java.util.TreeSet<>(METHODS));
    }
    var uri = uri(request.url());
    var body = body(request.body());
    var headers = headers(request, opening, body);
    var redaction = new Redaction(opening.opened());
    var answer =
        outside.repeated(
            core,
            () -> {
              var one =
                  outside.send(new OutboundRequest(method, uri, headers, body, outside.timeout()));
              refuseErrors(one, redaction);
              return one;
            });
    return redacted(value(answer), redaction);
  }

  private static Object redacted(Map<String, @Nullable Object> value, Redaction redaction) {
    var clean = redaction.of((Object) value);
    return clean == null ? Map.of() : clean;
  }

  private static URI uri(String text) throws CallFailed {
    try {
      return new URI(text.strip());
    } catch (URISyntaxException e) {
      throw CallFailed.lasting(
          Kind.ERROR, "was not called: its url is no address (" + e.getReason() + ")");
    }
  }

  private static byte[] body(@Nullable Object body) throws CallFailed {
    var bytes =
        switch (body) {
          case null -> new byte[0];
          case String text -> text.getBytes(StandardCharsets.UTF_8);
          case Object value -> Json.text(value).getBytes(StandardCharsets.UTF_8);
        };
    if (bytes.length > OutsideCalls.MOST_BYTES) {
      throw CallFailed.lasting(
          Kind.TOO_LARGE,
          "was not called: the body has " + bytes.length + " bytes, and 5 MB may be sent");
    }
    return bytes;
  }

  private static Map<String, List<String>> headers(
      Request request, SecretOpening opening, byte[] body) throws CallFailed {
    var given = new LinkedHashMap<String, String>();
    for (Map.Entry<String, @Nullable Object> header : request.headers().entrySet()) {
      if (header.getValue() != null) {
        given.put(header.getKey(), opening.text(header.getValue()));
      }
    }
    var all = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    if (body.length > 0) {
      all.put("Content-Type", List.of(type(request.body())));
    }
    RequestHeaders.checked(given).forEach((name, value) -> all.put(name, List.of(value)));
    // By it a repeated request is known; a program's would be the same for different ones.
    all.put(IdempotencyKey.HEADER, List.of(IdempotencyKey.header(request.key())));
    return all;
  }

  /** What a body is, where no header says it. */
  private static String type(@Nullable Object body) {
    var text = body instanceof String given ? given.strip() : "{";
    return text.startsWith("{") || text.startsWith("[")
        ? "application/json"
        : "text/plain; charset=utf-8";
  }

  private static void refuseErrors(OutboundAnswer answer, Redaction redaction) throws CallFailed {
    if (answer.status() < REFUSED) {
      return;
    }
    var text = Answers.line(redaction.of(Answers.text(answer)));
    throw CallFailed.answered(
        "answered " + answer.status() + (text.isEmpty() ? "" : ": " + text),
        Answers.isPassing(answer.status()),
        Answers.retryAfter(answer),
        Map.of("status", (long) answer.status(), "body", text));
  }

  private static Map<String, @Nullable Object> value(OutboundAnswer answer) {
    var headers = new LinkedHashMap<String, @Nullable Object>();
    answer.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
    var value = new LinkedHashMap<String, @Nullable Object>();
    value.put("status", (long) answer.status());
    value.put("headers", headers);
    value.put("body", Answers.value(answer));
    return value;
  }
}
