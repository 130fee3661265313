package ai.scailabs.scaicore.scaiflow.graph;

import ai.scailabs.scaicore.program.Shown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One map of a graph's JSON with its place. Its methods read a member, report what has the wrong
 * shape, and answer with something usable all the same. A member that is null counts as absent.
 */
record Shape(Diagnostics found, PlainValues values, Where where, Map<?, ?> members) {

  Shape at(Where other) {
    return new Shape(found, values, other, members);
  }

  boolean has(String key) {
    return members.get(key) != null;
  }

  void error(String key, String message) {
    where.key(key).error(found, message);
  }

  private void wrong(String key, String wanted) {
    error(key, "must be %s, got %s".formatted(wanted, Shown.kind(members.get(key))));
  }

  @Nullable String text(String key) {
    return switch (members.get(key)) {
      case null -> null;
      case String text -> values.text(text, where.key(key));
      default -> {
        wrong(key, "a text");
        yield null;
      }
    };
  }

  /** A text that must be there and not blank. */
  String required(String key) {
    var text = text(key);
    if (!has(key) || (text != null && text.isBlank())) {
      error(key, "is required");
    }
    return text == null ? "" : text;
  }

  /** A text, or a number taken as one, such as {@code 0.2} for a version. */
  @Nullable String version(String key) {
    return members.get(key) instanceof Number number ? number.toString() : text(key);
  }

  Number number(String key) {
    return switch (members.get(key)) {
      case null -> 0L;
      case Number number -> values.number(number, where.key(key));
      default -> {
        wrong(key, "a number");
        yield 0L;
      }
    };
  }

  /** The map below a key, or null when absent. */
  @Nullable Shape shape(String key) {
    return switch (members.get(key)) {
      case null -> null;
      case Map<?, ?> map -> new Shape(found, values, where.key(key), map);
      default -> {
        wrong(key, "a map");
        yield null;
      }
    };
  }

  /** A free-form map; empty when absent. */
  Map<String, @Nullable Object> map(String key) {
    var shape = shape(key);
    return shape == null ? Map.of() : values.map(shape.members, shape.where);
  }

  List<@Nullable Object> list(String key) {
    return switch (members.get(key)) {
      case null -> List.of();
      case Collection<?> items -> values.list(items, where.key(key));
      default -> {
        wrong(key, "a list");
        yield List.of();
      }
    };
  }

  /** The items of a list of maps; empty when absent. */
  List<Shape> shapes(String key) {
    return switch (members.get(key)) {
      case null -> List.of();
      case Collection<?> items -> {
        var shapes = new ArrayList<Shape>();
        int at = 0;
        for (var item : items) {
          var place = where.key(key).index(at++);
          if (item instanceof Map<?, ?> map) {
            shapes.add(new Shape(found, values, place, map));
          } else {
            place.error(found, "must be a map, got " + Shown.kind(item));
          }
        }
        yield shapes;
      }
      default -> {
        wrong(key, "a list");
        yield List.of();
      }
    };
  }

  /** The members beside some known ones. */
  Map<String, @Nullable Object> others(Set<String> known) {
    var others = new LinkedHashMap<Object, @Nullable Object>();
    members.forEach(
        (key, value) -> {
          if (!known.contains(String.valueOf(key))) {
            others.put(String.valueOf(key), value);
          }
        });
    return others.isEmpty() ? Collections.emptyMap() : values.map(others, where);
  }
}
