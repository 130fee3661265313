package ai.scailabs.scaicore.trigger;

import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came to a webhook.
 *
 * @param header looks up a header; null where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HookRequest(
    String coreId,
    String path,
    byte[] body,
    HookSignature signature,
    Function<String, @Nullable String> header) {

  /**
   * The input that it makes: the members of a JSON object, the fields of a form; anything else is
   * {@code body}.
   */
  Map<String, @Nullable Object> input(JsonMapper json) {
    var type =
        Objects.requireNonNullElse(header.apply("Content-Type"), "").toLowerCase(Locale.ROOT);
    var media = type.split(";", 2)[0].strip();
    if (body.length == 0) {
      return Map.of();
    }
    if (media.equals("application/json") || media.endsWith("+json")) {
      return json(json);
    }
    var text = new String(body, StandardCharsets.UTF_8);
    return media.equals("application/x-www-form-urlencoded") ? form(text) : Map.of("body", text);
  }

  private Map<String, @Nullable Object> json(JsonMapper json) {
    try {
      var read = json.readTree(body);
      if (read.isMissingNode()) {
        return Map.of();
      }
      if (read instanceof ObjectNode object) {
        return Json.object(object.toString());
      }
      var input = new LinkedHashMap<String, @Nullable Object>();
      input.put("body", Json.parse(read.toString()));
      return input;
    } catch (JacksonException e) {
      throw new ValidationFailed("The body is not the JSON that its Content-Type promises.");
    }
  }

  private static Map<String, @Nullable Object> form(String text) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    for (var field : text.split("&", -1)) {
      var parts = field.split("=", 2);
      if (!field.isEmpty()) {
        fields.putIfAbsent(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ValidationFailed("The body is not the form that its Content-Type promises.");
    }
  }

  @Override
  public String toString() {
    return "HookRequest[core=" + coreId + ", path=" + path + "]";
  }
}
