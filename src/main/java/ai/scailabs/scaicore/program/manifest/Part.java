package ai.scailabs.scaicore.program.manifest;

import ai.scailabs.scaicore.program.Shown;
import ai.scailabs.scaicore.program.manifest.YamlNode.Mapping;
import ai.scailabs.scaicore.program.manifest.YamlNode.Scalar;
import ai.scailabs.scaicore.program.manifest.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One map of a manifest with its place. Its methods read a member, report what has the wrong shape,
 * and answer with something usable all the same. A member that is null counts as absent.
 */
record Part(Findings findings, Place place, Mapping map) {

  int line() {
    return map.line();
  }

  Set<String> keys() {
    return map.members().keySet();
  }

  /** Some keys and some more. */
  static Set<String> keys(Set<String> some, String... more) {
    var all = new HashSet<>(some);
    all.addAll(List.of(more));
    return all;
  }

  /** Whether the key stands there, be it with null. */
  boolean mentions(String key) {
    return map.members().containsKey(key);
  }

  boolean has(String key) {
    return node(key) != null;
  }

  @Nullable YamlNode node(String key) {
    var node = map.members().get(key);
    return node instanceof Scalar scalar && scalar.value() == null ? null : node;
  }

  @Nullable Object plain(String key) {
    var node = node(key);
    return node == null ? null : node.plain();
  }

  /** The first of some keys that is there; the first of all when none is. */
  String oneOf(String... keys) {
    for (var key : keys) {
      if (has(key)) {
        return key;
      }
    }
    return keys[0];
  }

  void report(String key, String message) {
    var node = map.members().get(key);
    findings.report(place.key(key), node == null ? line() : node.line(), message);
  }

  /** A text; a number or a truth is taken as it was written. */
  @Nullable String text(String key) {
    return switch (node(key)) {
      case null -> null;
      case Scalar scalar -> scalar.text();
      case YamlNode other -> {
        report(key, "must be a text, got " + other.kind());
        yield null;
      }
    };
  }

  /** A text that must be there and not blank. */
  String required(String key, String what) {
    var text = text(key);
    if (!has(key) || (text != null && text.isBlank())) {
      report(key, "is required: " + what);
    }
    return text == null ? "" : text;
  }

  /** One of some words, or null when absent. */
  @Nullable String word(String key, List<String> words) {
    var text = text(key);
    if (text != null && !words.contains(text)) {
      report(
          key, "must be one of %s, got %s".formatted(String.join(", ", words), Shown.text(text)));
      return null;
    }
    return text;
  }

  boolean flag(String key) {
    return switch (node(key)) {
      case null -> false;
      case Scalar(int line, Boolean flag, String text) -> flag;
      default -> {
        report(key, "must be true or false");
        yield false;
      }
    };
  }

  /** The map below a key, or null when there is none. */
  @Nullable Part part(String key) {
    return switch (node(key)) {
      case null -> null;
      case Mapping mapping -> new Part(findings, place.key(key), mapping);
      case YamlNode other -> {
        report(key, "must be a map, got " + other.kind());
        yield null;
      }
    };
  }

  /** The map below a key; an empty one when there is none, which is reported. */
  Part requiredPart(String key, String what) {
    if (!has(key)) {
      report(key, "is required: " + what);
    }
    var part = part(key);
    return part != null ? part : new Part(findings, place.key(key), new Mapping(line(), Map.of()));
  }

  /** A free-form map as JSON, or null when absent. */
  @Nullable Map<String, @Nullable Object> plainMap(String key) {
    var part = part(key);
    return part == null ? null : part.map().plain();
  }

  /** The items of a list of maps; empty when absent. */
  List<Part> parts(String key) {
    return switch (node(key)) {
      case null -> List.of();
      case Sequence sequence -> items(key, sequence, null);
      case YamlNode other -> {
        report(key, "must be a list, got " + other.kind());
        yield List.of();
      }
    };
  }

  /**
   * A list of named things, or a map from name to thing. A thing that is no map is its most telling
   * member.
   */
  List<Part> named(String key, String nameKey, String shorthand) {
    return switch (node(key)) {
      case Mapping mapping -> {
        var things = new ArrayList<Part>();
        mapping
            .members()
            .forEach(
                (name, thing) ->
                    things.add(
                        new Part(
                            findings,
                            place.key(key).key(name),
                            named(nameKey, name, shorthand, thing))));
        yield things;
      }
      case Sequence sequence -> items(key, sequence, nameKey);
      case null, default -> parts(key);
    };
  }

  private List<Part> items(String key, Sequence sequence, @Nullable String nameKey) {
    var parts = new ArrayList<Part>();
    var list = place.key(key);
    for (int i = 0; i < sequence.items().size(); i++) {
      switch (sequence.items().get(i)) {
        case Mapping mapping -> parts.add(new Part(findings, list.index(i), mapping));
        case Scalar scalar when nameKey != null && scalar.value() != null ->
            parts.add(
                new Part(
                    findings, list.index(i), new Mapping(scalar.line(), Map.of(nameKey, scalar))));
        case YamlNode other ->
            findings.report(list.index(i), other.line(), "must be a map, got " + other.kind());
      }
    }
    return parts;
  }

  private static Mapping named(String nameKey, String name, String shorthand, YamlNode thing) {
    var members = new LinkedHashMap<String, YamlNode>();
    members.put(nameKey, new Scalar(thing.line(), name, name));
    if (thing instanceof Mapping mapping) {
      members.putAll(mapping.members());
    } else {
      members.put(shorthand, thing);
    }
    return new Mapping(thing.line(), members);
  }
}
