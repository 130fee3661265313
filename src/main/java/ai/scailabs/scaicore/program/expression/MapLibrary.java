package ai.scailabs.scaicore.program.expression;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The methods of a map. */
final class MapLibrary {

  static final Library METHODS =
      new Library(
          "map",
          map("keys()", MapLibrary::keys),
          map("values()", MapLibrary::values),
          map("entries()", MapLibrary::entries),
          map("get(key, otherwise?)", MapLibrary::get),
          map("contains(key)", (m, a) -> m.containsKey(a.text(0))),
          map("merge(other)", MapLibrary::merge),
          map("length()", (m, _) -> (long) m.size()));

  private MapLibrary() {}

  private interface Body {
    @Nullable Object apply(Map<?, ?> self, Arguments args);
  }

  private static Method map(String signature, Body body) {
    return Method.of(signature, (self, args) -> body.apply((Map<?, ?>) self, args));
  }

  private static Object keys(Map<?, ?> map, Arguments args) {
    var keys = Items.builder(args.meter(), map.size());
    for (var key : map.keySet()) {
      args.meter().step();
      keys.add(key);
    }
    return keys.build();
  }

  private static Object values(Map<?, ?> map, Arguments args) {
    var values = Items.builder(args.meter(), map.size());
    for (var value : map.values()) {
      args.meter().step();
      values.add(value);
    }
    return values.build();
  }

  /** A list of {@code {key, value}}. */
  private static Object entries(Map<?, ?> map, Arguments args) {
    var entries = Items.builder(args.meter(), map.size());
    for (var member : map.entrySet()) {
      args.meter().step();
      var entry = Fields.builder(args.meter());
      entry.put("key", member.getKey());
      entry.put("value", member.getValue());
      entries.add(entry.build());
    }
    return entries.build();
  }

  private static @Nullable Object get(Map<?, ?> map, Arguments args) {
    var value = map.get(args.text(0));
    return value == null && !map.containsKey(args.text(0)) ? args.value(1) : Values.scalar(value);
  }

  /** The members of both; where both have one, the other's. */
  private static Object merge(Map<?, ?> map, Arguments args) {
    var merged = Fields.builder(args.meter());
    putAll(merged, map, args.meter());
    putAll(merged, args.map(0), args.meter());
    return merged.build();
  }

  private static void putAll(Fields.Builder merged, Map<?, ?> map, Meter meter) {
    for (var member : map.entrySet()) {
      meter.step();
      merged.put(String.valueOf(member.getKey()), member.getValue());
    }
  }
}
