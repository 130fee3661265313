package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.expression.Expression;
import ai.scailabs.scaicore.program.type.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A map of a source as it is written: what is null or an empty collection is left out. */
final class SourceMap {

  private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

  static SourceMap kind(String word) {
    return new SourceMap().put("kind", word);
  }

  Map<String, @Nullable Object> asMap() {
    return members;
  }

  SourceMap put(String key, @Nullable Object value) {
    if (value != null && !(value instanceof Collection<?> items && items.isEmpty())) {
      members.put(key, value);
    }
    return this;
  }

  /** Also null: where absence would mean something else. */
  SourceMap putEven(String key, @Nullable Object value) {
    members.put(key, value);
    return this;
  }

  SourceMap put(String key, @Nullable Expression expression) {
    return expression == null ? this : putEven(key, expression.source());
  }

  SourceMap put(String key, @Nullable Type type) {
    return type == null ? this : putEven(key, type.text());
  }

  SourceMap putMap(String key, Map<String, ?> map) {
    return map.isEmpty() ? this : putEven(key, map);
  }

  /** A list of things, also when it is empty. */
  <T> SourceMap putAll(String key, Collection<T> things, Function<T, SourceMap> write) {
    return putEven(key, written(things, write));
  }

  /** A list of things, unless there is none. */
  <T> SourceMap putSome(String key, Collection<T> things, Function<T, SourceMap> write) {
    return things.isEmpty() ? this : putAll(key, things, write);
  }

  static <T> List<Map<String, @Nullable Object>> written(
      Collection<T> things, Function<T, SourceMap> write) {
    return things.stream().map(thing -> write.apply(thing).asMap()).toList();
  }
}
