package ai.scailabs.scaicore.scaiflow.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the server reads it: no key twice, nothing after the end, at most 130 levels. */
final class FlowJson {

  private static final int MAX_DEPTH = 130;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private FlowJson() {}

  /** A text is no JSON object; the message says why, and where that is known. */
  static final class NoObject extends Exception {
    NoObject(String message) {
      super(message, null, false, false);
    }
  }

  static String text(@Nullable Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** The object of a JSON text. */
  static Map<String, @Nullable Object> object(byte[] bytes) throws NoObject {
    Object value;
    try {
      value = MAPPER.readValue(bytes, Object.class);
    } catch (JacksonException e) {
      var at = e.getLocation();
      var place =
          at == null || at.getLineNr() < 1
              ? ""
              : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
      throw new NoObject("it is not valid JSON" + place + ": " + e.getOriginalMessage());
    }
    if (!(value instanceof Map<?, ?>)) {
      throw new NoObject("it must hold a JSON object");
    }
    return map(value);
  }

  /** The members of a value that is an object; none of any other. */
  static Map<String, @Nullable Object> map(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> members)) {
      return Map.of();
    }
    var map = new LinkedHashMap<String, @Nullable Object>();
    members.forEach((key, member) -> map.put(String.valueOf(key), member));
    return Collections.unmodifiableMap(map);
  }

  /** The objects of a value that is a list; none of any other. */
  static List<Map<String, @Nullable Object>> maps(@Nullable Object value) {
    return value instanceof List<?> list ? list.stream().map(FlowJson::map).toList() : List.of();
  }

  /** A member that is a text and not blank; else null. */
  static @Nullable String word(Map<String, @Nullable Object> map, String key) {
    return map.get(key) instanceof String text && !text.isBlank() ? text : null;
  }
}
