package ai.scailabs.scaicore.execution.event;

import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that hold secrets, without them. */
public final class Veiled {

  private static final String SECRET = "[secret]";

  private Veiled() {}

  /** The value with {@code "[secret]"} in place of whatever is, or has in it, a secret. */
  public static @Nullable Object of(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case List<?> list -> {
        var shown = new ArrayList<@Nullable Object>();
        list.forEach(item -> shown.add(of(item)));
        yield shown;
      }
      case Map<?, ?> map -> {
        var shown = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, member) -> shown.put(String.valueOf(key), of(member)));
        yield shown;
      }
      default -> scalar(value);
    };
  }

  private static @Nullable Object scalar(Object value) {
    try {
      return Values.plain(value);
    } catch (EvaluationFailed e) {
      return SECRET;
    }
  }
}
