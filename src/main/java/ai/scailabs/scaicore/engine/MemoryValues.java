package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes of remembered values, each a new value. */
final class MemoryValues {

  private MemoryValues() {}

  /** The value, or a member or item of it, or what is given for one that is not there. */
  static @Nullable Object get(@Nullable Object value, List<@Nullable Object> args) {
    if (args.isEmpty()) {
      return value;
    }
    var otherwise = args.size() > 1 ? args.get(1) : null;
    return switch (value) {
      case null -> otherwise;
      case Map<?, ?> map -> {
        var key = key(args.getFirst());
        yield map.containsKey(key) ? map.get(key) : otherwise;
      }
      case List<?> list when args.getFirst() instanceof Long at -> {
        long place = at < 0 ? at + list.size() : at;
        yield place < 0 || place >= list.size() ? otherwise : list.get((int) place);
      }
      default -> throw mismatch("a value of type " + Values.kind(value) + " has no members");
    };
  }

  static @Nullable Object last(List<?> items, List<@Nullable Object> args) {
    if (args.isEmpty()) {
      return items.isEmpty() ? null : items.getLast();
    }
    if (!(args.getFirst() instanceof Long count) || count < 0) {
      throw mismatch("last needs how many, as in last(5)");
    }
    return items.subList((int) Math.max(0, items.size() - count), items.size());
  }

  static String key(@Nullable Object key) {
    return switch (key) {
      case String text -> text;
      case Long number -> number.toString();
      case null, default -> throw mismatch("a key must be a string, not " + Values.kind(key));
    };
  }

  static Map<String, @Nullable Object> with(
      @Nullable Object value, String key, @Nullable Object to) {
    var members = members(value);
    members.put(key, to);
    return members;
  }

  /** The members of both, those of the second winning; the second where either is no map. */
  static @Nullable Object merged(@Nullable Object value, @Nullable Object with) {
    if (!(value instanceof Map) || !(with instanceof Map)) {
      return with;
    }
    var members = members(value);
    members.putAll(members(with));
    return members;
  }

  static @Nullable Object without(@Nullable Object value, @Nullable Object key) {
    if (value instanceof List<?> list && key instanceof Long at) {
      long place = at < 0 ? at + list.size() : at;
      var items = new ArrayList<@Nullable Object>(list);
      if (place >= 0 && place < items.size()) {
        items.remove((int) place);
      }
      return items;
    }
    var members = members(value);
    members.remove(key(key));
    return members;
  }

  /** How many items or members it has. */
  static int size(@Nullable Object value) {
    return switch (value) {
      case List<?> list -> list.size();
      case Map<?, ?> map -> map.size();
      case null, default -> 0;
    };
  }

  static List<@Nullable Object> appended(@Nullable Object value, @Nullable Object item) {
    var items = new ArrayList<@Nullable Object>(value instanceof List<?> list ? list : List.of());
    items.add(item);
    return items;
  }

  static Object sum(@Nullable Object value, @Nullable Object more) {
    if (!(more instanceof Number b)) {
      throw mismatch("only a number can be added to a number, not " + Values.kind(more));
    }
    var a = value instanceof Number number ? number : (Number) 0L;
    try {
      return a instanceof Long && b instanceof Long
          ? (Object) Math.addExact(a.longValue(), b.longValue())
          : (Object) (a.doubleValue() + b.doubleValue());
    } catch (ArithmeticException tooLarge) {
      return a.doubleValue() + b.doubleValue();
    }
  }

  private static Map<String, @Nullable Object> members(@Nullable Object value) {
    var members = new LinkedHashMap<String, @Nullable Object>();
    switch (value) {
      case null -> {}
      case Map<?, ?> map -> map.forEach((k, v) -> members.put(String.valueOf(k), v));
      default -> throw mismatch("a value of type " + Values.kind(value) + " has no members");
    }
    return members;
  }

  private static EvaluationFailed mismatch(String message) {
    return new EvaluationFailed(Failure.MISMATCH, message);
  }
}
