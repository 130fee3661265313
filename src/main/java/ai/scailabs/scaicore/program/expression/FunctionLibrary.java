package ai.scailabs.scaicore.program.expression;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The functions that belong to no value. None of them knows the time or chance. */
final class FunctionLibrary {

  private static final List<String> NOT_REPEATABLE = List.of("now", "today", "random", "uuid");

  private static final Map<String, Method> METHODS =
      Stream.of(
              Method.of("json.parse(text)", (_, a) -> JsonReader.read(a.text(0), a.meter())),
              Method.of("json.stringify(value)", (_, a) -> Rendering.json(a.value(0), a.meter())),
              Method.of("date(value)", (_, a) -> Conversions.toDate(a.value(0))),
              Method.of("datetime(value)", (_, a) -> Conversions.toDatetime(a.value(0))),
              Method.of("duration(value)", (_, a) -> Conversions.toDuration(a.value(0))))
          .collect(Collectors.toUnmodifiableMap(Method::name, Function.identity()));

  private FunctionLibrary() {}

  static boolean has(String name) {
    return METHODS.containsKey(name);
  }

  static @Nullable Method find(String name) {
    return METHODS.get(name);
  }

  static String unknown(String name) {
    return NOT_REPEATABLE.contains(name)
        ? name
            + "() is not available: a flow must do the same each time it is run again; pass the"
            + " value in as input"
        : "there is no function "
            + name
            + "; there are date, datetime, duration, json.parse and json.stringify (methods are"
            + " called on a value, as in text.trim())";
  }
}
