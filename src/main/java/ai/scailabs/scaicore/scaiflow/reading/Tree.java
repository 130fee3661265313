package ai.scailabs.scaicore.scaiflow.reading;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One map of a manifest. What has another shape than was asked for is absent. */
record Tree(Map<String, @Nullable Object> members) {

  static final Tree EMPTY = new Tree(Map.of());

  static Tree of(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? new Tree(copy(map)) : EMPTY;
  }

  private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
    var copy = LinkedHashMap.<String, @Nullable Object>newLinkedHashMap(map.size());
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }

  boolean has(String key) {
    return members.get(key) != null;
  }

  /** The first of some keys that is there, or the first of all. */
  String oneOf(String... keys) {
    for (var key : keys) {
      if (members.containsKey(key)) {
        return key;
      }
    }
    return keys[0];
  }

  @Nullable Object get(String key) {
    return members.get(key);
  }

  /** A single value as a text; null for a blank one, and for any other value. */
  @Nullable String text(String key) {
    var value = members.get(key);
    return value == null || value instanceof Map || value instanceof List
        ? null
        : value.toString().isBlank() ? null : value.toString();
  }

  Tree tree(String key) {
    return of(members.get(key));
  }

  List<?> list(String key) {
    return members.get(key) instanceof List<?> list ? list : List.of();
  }

  /** The maps of a list; each other item as a map in which it stands under a key. */
  List<Tree> trees(String key, String shorthand) {
    return list(key).stream()
        .map(item -> item instanceof Map ? of(item) : new Tree(single(shorthand, item)))
        .toList();
  }

  /** A list of named things, or a map from name to thing. */
  List<Tree> named(String key, String nameKey, String shorthand) {
    if (!(members.get(key) instanceof Map<?, ?> map)) {
      return trees(key, nameKey);
    }
    var things = new ArrayList<Tree>();
    map.forEach(
        (name, thing) -> {
          var one = new LinkedHashMap<String, @Nullable Object>();
          one.put(nameKey, name);
          one.putAll(thing instanceof Map ? of(thing).members : single(shorthand, thing));
          things.add(new Tree(one));
        });
    return things;
  }

  /** What is left without some keys. */
  Map<String, @Nullable Object> without(Set<String> keys) {
    var rest = new LinkedHashMap<String, @Nullable Object>(members);
    rest.keySet().removeAll(keys);
    return rest;
  }

  private static Map<String, @Nullable Object> single(String key, @Nullable Object value) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    map.put(key, value);
    return map;
  }
}
