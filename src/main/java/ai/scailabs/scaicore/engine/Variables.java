package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.expression.Scope;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a flow over its fixed names ({@code input}, {@code config}, …). Values are never
 * changed in place, so that a copy of the variables is a copy of the state.
 */
final class Variables implements Scope {

  private final Map<String, @Nullable Object> fixed;
  private final Map<String, @Nullable Object> own;

  Variables(Map<String, @Nullable Object> fixed, Map<String, @Nullable Object> own) {
    this.fixed = fixed;
    this.own = new HashMap<>(own);
  }

  /** The same state, apart. */
  Variables copy() {
    return new Variables(fixed, own);
  }

  /** A view in which some names stand for other values. */
  Scope with(Map<String, @Nullable Object> over) {
    return new Scope() {
      @Override
      public boolean has(String name) {
        return over.containsKey(name) || Variables.this.has(name);
      }

      @Override
      public @Nullable Object get(String name) {
        return over.containsKey(name) ? over.get(name) : Variables.this.get(name);
      }
    };
  }

  @Override
  public boolean has(String name) {
    return own.containsKey(name) || fixed.containsKey(name);
  }

  @Override
  public @Nullable Object get(String name) {
    var value = own.get(name);
    return value != null || own.containsKey(name) ? value : fixed.get(name);
  }

  void set(String name, @Nullable Object value) {
    own.put(name, value);
  }

  void bind(@Nullable String name, @Nullable Object value) {
    if (name != null) {
      own.put(name, value);
    }
  }

  /** Sets {@code a}, or {@code a.b.c} by new maps along the path. */
  void assign(String target, @Nullable Object value) {
    if (target.indexOf('.') < 0) {
      set(target, value);
      return;
    }
    var path = List.of(target.split("\\.", -1));
    set(path.getFirst(), changed(path, 1, get(path.getFirst()), value));
  }

  private static Object changed(
      List<String> path, int depth, @Nullable Object old, @Nullable Object value) {
    var copy = new LinkedHashMap<String, @Nullable Object>();
    switch (old) {
      case null -> {}
      case Map<?, ?> map -> map.forEach((k, v) -> copy.put(String.valueOf(k), v));
      default ->
          throw new BlockFailed(
              Failure.MISMATCH,
              "cannot set "
                  + String.join(".", path)
                  + ": "
                  + String.join(".", path.subList(0, depth))
                  + " is no object");
    }
    var key = path.get(depth);
    copy.put(
        key, depth == path.size() - 1 ? value : changed(path, depth + 1, copy.get(key), value));
    return copy;
  }
}
