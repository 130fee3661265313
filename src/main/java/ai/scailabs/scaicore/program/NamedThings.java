package ai.scailabs.scaicore.program;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A list of named things, or a map from name to thing, as one list. A thing that is no map is its
 * most telling member: {@code {"amount": "float"}} is a parameter with a type.
 *
 * @param nameKey the member that names the thing
 * @param shorthand the member that a bare thing stands for
 */
record NamedThings(String nameKey, String shorthand) {

  static final int MAX_NAME = 200;

  /** The things, their paths by index in a list and by name in a map. */
  List<SourceNode> of(SourceNode node, String key) {
    return read(node, key, false);
  }

  /** The things, their paths by name wherever the name is good for that. */
  List<SourceNode> byName(SourceNode node, String key) {
    return read(node, key, true);
  }

  private List<SourceNode> read(SourceNode node, String key, boolean byName) {
    var things = new ArrayList<SourceNode>();
    var seen = new HashSet<String>();
    var index = 0;
    switch (node.raw(key)) {
      case null -> {}
      case Map<?, ?> map -> {
        for (var entry : map.entrySet()) {
          if (!node.reading().affords(node.path())) {
            break;
          }
          var name = String.valueOf(entry.getKey());
          things.add(thing(node, key, index++, named(name, entry.getValue()), true, seen));
        }
      }
      case Collection<?> list -> {
        for (var item : list) {
          if (!node.reading().affords(node.path())) {
            break;
          }
          var at = index++;
          if (item instanceof Map<?, ?> map) {
            things.add(thing(node, key, at, map, byName, seen));
          } else if (item instanceof String name) {
            things.add(thing(node, key, at, Map.of(nameKey, name), byName, seen));
          } else {
            node.report(key + "[" + at + "]", "must be a map, got " + Shown.kind(item));
          }
        }
      }
      default -> node.report(key, "must be a list, got " + Shown.kind(node.raw(key)));
    }
    return things;
  }

  private SourceNode thing(
      SourceNode parent,
      String key,
      int index,
      Map<?, ?> members,
      boolean byName,
      Set<String> seen) {
    var name = members.get(nameKey) instanceof String text && !text.isBlank() ? text : null;
    var indexed = parent.path(key + "[" + index + "]");
    if (name == null || name.length() > MAX_NAME || !seen.add(name)) {
      var node = new SourceNode(parent.reading(), indexed, members);
      if (name != null) {
        node.report(nameKey, complaint(name));
      }
      return node;
    }
    var path = byName ? parent.path(key) + Shown.segment(name) : indexed;
    return new SourceNode(parent.reading(), path, members);
  }

  private String complaint(String name) {
    return name.length() > MAX_NAME
        ? "must be at most " + MAX_NAME + " characters long"
        : "E201 the %s %s is used twice".formatted(nameKey, Shown.text(name));
  }

  private Map<?, ?> named(String name, @Nullable Object thing) {
    var members = new LinkedHashMap<Object, @Nullable Object>();
    members.put(nameKey, name);
    if (thing instanceof Map<?, ?> map) {
      members.putAll(map);
    } else {
      members.put(shorthand, thing);
    }
    return members;
  }
}
