package ai.scailabs.scaicore.program.type;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Checks plain Java values (null, numbers, booleans, texts, lists, maps, dates, durations) against
 * a type. An int is accepted for a float; a text is never taken for a number. Members that a
 * structure does not declare are accepted.
 */
public final class TypeCheck {

  private static final int MAX_PROBLEMS = 100;
  private static final int MAX_STEPS = 200_000;
  private static final int MAX_DEPTH = 200;

  private final Map<String, Type> named;
  private int steps;

  private TypeCheck(Map<String, Type> named) {
    this.named = named;
  }

  /**
   * Where a value does not fit; empty when it fits. At most a hundred.
   *
   * @param named the types that the program declares, by name
   */
  public static List<Mismatch> problems(
      Type type, Map<String, Type> named, @Nullable Object value) {
    var problems = new Problems();
    new TypeCheck(named).check(type, value, "", problems, 0);
    return List.copyOf(problems.found);
  }

  private static final class Problems {
    private final List<Mismatch> found = new ArrayList<>();

    void add(String path, String message) {
      if (found.size() < MAX_PROBLEMS) {
        found.add(new Mismatch(path, message));
      }
    }
  }

  private void check(Type type, @Nullable Object value, String path, Problems to, int depth) {
    if (++steps > MAX_STEPS || depth > MAX_DEPTH) {
      steps = MAX_STEPS;
      to.add(path, "is too large or too deep to be checked");
      return;
    }
    switch (type) {
      case Type.Maybe(var inner) -> {
        if (value != null) {
          check(inner, value, path, to, depth + 1);
        }
      }
      case Type.Scalar(var name) -> checkScalar(name, value, path, to);
      case Type.Array(var element) -> checkArray(element, value, path, to, depth);
      case Type.MapOf(var key, var element) -> checkMap(key, element, value, path, to, depth);
      case Type.Enumeration(var words) -> {
        if (value == null || !words.contains(value.toString())) {
          to.add(path, "must be one of %s, got %s".formatted(String.join(", ", words), got(value)));
        }
      }
      case Type.Union(var options) -> checkUnion(type, options, value, path, to, depth);
      case Type.Structure(var fields) -> checkStructure(fields, value, path, to, depth);
      case Type.Named(var name) -> {
        var meant = named.get(name);
        if (meant == null) {
          to.add(path, "has the type %s, which is not declared".formatted(name));
        } else {
          check(meant, value, path, to, depth + 1);
        }
      }
      case Type.Invalid(_, var problem) ->
          to.add(path, "has a type that does not parse: " + problem);
    }
  }

  private void checkArray(
      Type element, @Nullable Object value, String path, Problems to, int depth) {
    if (!(value instanceof List<?> items)) {
      to.add(path, "must be an array, got " + kind(value));
      return;
    }
    for (var i = 0; i < items.size() && steps < MAX_STEPS; i++) {
      check(element, items.get(i), path + "[" + i + "]", to, depth + 1);
    }
  }

  private void checkMap(
      Type key, Type element, @Nullable Object value, String path, Problems to, int depth) {
    if (!(value instanceof Map<?, ?> map)) {
      to.add(path, "must be a map, got " + kind(value));
      return;
    }
    for (var entry : map.entrySet()) {
      if (steps >= MAX_STEPS) {
        return;
      }
      var name = String.valueOf(entry.getKey());
      check(key, keyValue(key, name), member(path, name), to, depth + 1);
      check(element, entry.getValue(), member(path, name), to, depth + 1);
    }
  }

  /** Keys are texts; one that reads as a whole number is one where the map is keyed by numbers. */
  private static Object keyValue(Type key, String name) {
    return key.equals(new Type.Scalar("int")) && name.matches("-?[0-9]{1,18}")
        ? (Object) Long.valueOf(name)
        : name;
  }

  private void checkUnion(
      Type union, List<Type> options, @Nullable Object value, String path, Problems to, int depth) {
    for (var option : options) {
      var tried = new Problems();
      check(option, value, path, tried, depth + 1);
      if (tried.found.isEmpty()) {
        return;
      }
    }
    to.add(path, "must be %s, got %s".formatted(shortText(union), kind(value)));
  }

  private void checkStructure(
      Map<String, Type> fields, @Nullable Object value, String path, Problems to, int depth) {
    if (!(value instanceof Map<?, ?> map)) {
      to.add(path, "must be an object, got " + kind(value));
      return;
    }
    fields.forEach(
        (name, type) -> {
          if (map.containsKey(name)) {
            check(type, map.get(name), member(path, name), to, depth + 1);
          } else if (!(type instanceof Type.Maybe)) {
            to.add(member(path, name), "is required");
          }
        });
  }

  private static void checkScalar(String name, @Nullable Object value, String path, Problems to) {
    if (!isScalar(name, value)) {
      to.add(path, "must be %s, got %s".formatted(wanted(name), got(value)));
    }
  }

  private static boolean isScalar(String name, @Nullable Object value) {
    return switch (name) {
      case "string" -> value instanceof CharSequence;
      case "int" -> isWhole(value);
      case "float" -> value instanceof Number;
      case "bool" -> value instanceof Boolean;
      case "object" -> value instanceof Map;
      case "date" -> value instanceof LocalDate || isText(value, TextFormats::isDate);
      case "datetime" -> value instanceof Instant || isText(value, TextFormats::isDateTime);
      case "duration" ->
          value instanceof Duration || isText(value, text -> DurationText.parse(text).isPresent());
      case "money" -> value instanceof Number || isText(value, TextFormats::isMoney);
      case "email" -> isText(value, TextFormats::isEmail);
      case "url" -> isText(value, TextFormats::isUrl);
      case "uuid" -> isText(value, TextFormats::isUuid);
      default -> false;
    };
  }

  private static boolean isText(@Nullable Object value, Predicate<String> format) {
    return value instanceof String text && format.test(text);
  }

  private static boolean isWhole(@Nullable Object value) {
    return switch (value) {
      case Long _, Integer _, Short _, Byte _, BigInteger _ -> true;
      case Double d -> d == Math.rint(d) && !Double.isInfinite(d);
      case null, default -> false;
    };
  }

  private static String wanted(String scalar) {
    return switch (scalar) {
      case "string" -> "a string";
      case "int" -> "an int";
      case "float" -> "a float";
      case "bool" -> "a bool";
      case "object" -> "an object";
      case "date" -> "a date such as 2026-01-31";
      case "datetime" -> "a datetime with offset such as 2026-01-31T09:00:00Z";
      case "duration" -> "a duration such as 30s, 5m, 1h or 7d";
      case "money" -> "an amount such as 12.5 or \"12.50 EUR\"";
      case "email" -> "an e-mail address";
      case "url" -> "an absolute URL";
      default -> "a " + scalar;
    };
  }

  private static String got(@Nullable Object value) {
    return value instanceof String text ? Quoted.of(text) : kind(value);
  }

  private static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case CharSequence _ -> "string";
      case Boolean _ -> "bool";
      case Long _, Integer _, Short _, Byte _, BigInteger _ -> "int";
      case Number _ -> "float";
      case List<?> _ -> "array";
      case Map<?, ?> _ -> "object";
      case LocalDate _ -> "date";
      case Instant _ -> "datetime";
      case Duration _ -> "duration";
      default -> "something else";
    };
  }

  private static String shortText(Type type) {
    var text = type.text();
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  private static String member(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
