package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.expression.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** Values as JSON text and back, the same wherever an execution runs. */
public final class Json {

  private static final int MAX_DEPTH = 500;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .build();

  private Json() {}

  /** The JSON text of a value. */
  public static String text(@Nullable Object value) {
    return MAPPER.writeValueAsString(Values.plain(value));
  }

  /**
   * The value of a JSON text.
   *
   * @throws IllegalArgumentException saying where it is no JSON
   */
  public static @Nullable Object parse(String text) {
    try {
      return Values.normalise(MAPPER.readValue(text, Object.class));
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  /** The object of a JSON text; empty for any other value. */
  public static Map<String, @Nullable Object> object(String text) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    if (parse(text) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> object.put(String.valueOf(key), value));
    }
    return object;
  }
}
