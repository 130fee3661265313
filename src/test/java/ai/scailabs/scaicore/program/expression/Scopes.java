package ai.scailabs.scaicore.program.expression;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scopes made by hand. */
final class Scopes {

  static final Scope EMPTY = of(Map.of());

  private Scopes() {}

  /** A scope of these names, with values as JSON has them. */
  static Scope of(Map<String, ?> names) {
    var values = new HashMap<String, @Nullable Object>(names);
    return new Scope() {
      @Override
      public boolean has(String name) {
        return values.containsKey(name);
      }

      @Override
      public @Nullable Object get(String name) {
        return values.get(name);
      }
    };
  }

  static @Nullable Object evaluate(@Nullable Object source, Map<String, ?> names) {
    return Expression.of(source).evaluate(of(names));
  }

  static @Nullable Object evaluate(@Nullable Object source) {
    return Expression.of(source).evaluate(EMPTY);
  }

  static @Nullable Object render(String template, Map<String, ?> names) {
    return Expression.template(template).evaluate(of(names));
  }
}
