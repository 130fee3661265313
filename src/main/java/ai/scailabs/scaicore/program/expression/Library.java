package ai.scailabs.scaicore.program.expression;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The methods of one kind of value, in the order in which messages list them. */
final class Library {

  private static final Library OTHER =
      new Library("bool or symbol", Method.of("to_string()", (self, _) -> self.toString()));

  private final String kind;
  private final Map<String, Method> methods;

  Library(String kind, Method... methods) {
    var byName = new LinkedHashMap<String, Method>();
    Arrays.stream(methods).forEach(method -> byName.put(method.name(), method));
    this.kind = kind;
    this.methods = Collections.unmodifiableMap(byName);
  }

  /** The methods that a value has. */
  static Library of(Object value) {
    return switch (value) {
      case String _ -> StringLibrary.METHODS;
      case List<?> _ -> ListLibrary.METHODS;
      case Map<?, ?> _ -> MapLibrary.METHODS;
      case Number _ -> NumberLibrary.METHODS;
      case LocalDate _ -> TimeLibrary.DATE;
      case Instant _ -> TimeLibrary.DATETIME;
      case Duration _ -> TimeLibrary.DURATION;
      case SecretHandle _, SecretText _ -> throw EvaluationFailed.secret();
      case Receiver _ -> new Library("object");
      default -> OTHER;
    };
  }

  @Nullable Method find(String name) {
    return methods.get(name);
  }

  EvaluationFailed unknown(String name) {
    return EvaluationFailed.mismatch(
        "a value of type %s has no member %s; it has %s"
            .formatted(
                kind, name, methods.isEmpty() ? "none" : String.join(", ", methods.keySet())));
  }
}
