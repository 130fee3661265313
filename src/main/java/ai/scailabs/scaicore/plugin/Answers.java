package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.outbound.OutboundAnswer;
import ai.scailabs.scaicore.outbound.RetryAfter;
import ai.scailabs.scaicore.plugin.CallFailed.Kind;
import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import com.google.re2j.Pattern;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the answers of servers mean. */
final class Answers {

  private static final Pattern CHARSET = Pattern.compile("charset=\"?([a-z0-9._-]+)");
  private static final int MAX_TEXT = 300;
  private static final int TOO_MANY = 429;
  private static final int SERVER = 500;

  private Answers() {}

  /** Whether a status may be another a moment later. */
  static boolean isPassing(int status) {
    return status == TOO_MANY || status >= SERVER;
  }

  static boolean isGood(int status) {
    return status / 100 == 2;
  }

  static String text(OutboundAnswer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  /** Fails where the status is none of 2xx, with what the server says, cut and redacted. */
  static void requireGood(OutboundAnswer answer, Redaction redaction) throws CallFailed {
    int status = answer.status();
    if (isGood(status)) {
      return;
    }
    if (status / 100 == 3) {
      throw CallFailed.lasting(
          Kind.BLOCKED,
          "answered " + status + ": redirects are not followed; name its target as the endpoint");
    }
    throw CallFailed.answered(
        "answered " + status + said(answer, redaction),
        isPassing(status),
        retryAfter(answer),
        Map.of("status", (long) status));
  }

  /** When it wants to be called again; null where it does not say. */
  static @Nullable Duration retryAfter(OutboundAnswer answer) {
    return answer
        .header("retry-after")
        .flatMap(text -> RetryAfter.of(text, answer.header("date")))
        .orElse(null);
  }

  /** A body of JSON is its value, any other its text. */
  static @Nullable Object value(OutboundAnswer answer) {
    var type = answer.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    if (type.contains("json")) {
      try {
        return Json.parse(text(answer));
      } catch (IllegalArgumentException | EvaluationFailed e) {
        // It says that it is JSON, and is not.
        return text(answer);
      }
    }
    return new String(answer.body(), charset(type));
  }

  private static Charset charset(String type) {
    var found = CHARSET.matcher(type);
    try {
      return found.find() ? Charset.forName(found.group(1)) : StandardCharsets.UTF_8;
    } catch (IllegalArgumentException e) {
      return StandardCharsets.UTF_8;
    }
  }

  private static String said(OutboundAnswer answer, Redaction redaction) {
    var text = text(answer);
    @Nullable String said;
    try {
      said = message(Json.parse(text));
    } catch (IllegalArgumentException | EvaluationFailed e) {
      said = text;
    }
    var line = line(said == null ? "" : redaction.of(said));
    return line.isEmpty() ? "" : ": " + line;
  }

  private static @Nullable String message(@Nullable Object body) {
    if (body instanceof Map<?, ?> map) {
      for (var name : new String[] {"error", "message", "detail", "title"}) {
        var message = message(map.get(name));
        if (message != null) {
          return message;
        }
      }
      return null;
    }
    return body == null ? null : body instanceof String text ? text : Json.text(body);
  }

  /** On one line, and not long. */
  static String line(String text) {
    // What is far longer is cut first: the rest is not looked at.
    var beginning = text.length() > MAX_TEXT * 10 ? text.substring(0, MAX_TEXT * 10) : text;
    var line = beginning.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    var cut = line.length() > MAX_TEXT ? line.substring(0, MAX_TEXT) + "…" : line;
    return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
