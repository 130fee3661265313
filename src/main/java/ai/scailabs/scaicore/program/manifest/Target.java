package ai.scailabs.scaicore.program.manifest;

import ai.scailabs.scaicore.program.Shown;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map of the program under construction, which knows from where in the manifest each of its
 * members comes.
 */
final class Target {

  private final Map<String, @Nullable Object> members = new LinkedHashMap<>();
  private final Map<String, String> sources = new HashMap<>();
  private final Place place;
  private final String inside;
  private final int line;
  private @Nullable String nodeId;

  /**
   * @param inside where its members come from, below its place, unless they say otherwise; such as
   *     {@code .llm_turn}
   */
  Target(Origins origins, Place place, int line, String inside) {
    this.place = place;
    this.line = line;
    this.inside = inside;
    origins.add(members, this);
  }

  static Target of(Origins origins, Part part) {
    return new Target(origins, part.place(), part.line(), "");
  }

  Map<String, @Nullable Object> members() {
    return members;
  }

  int line() {
    return line;
  }

  @Nullable String nodeId() {
    return nodeId;
  }

  void atNode(@Nullable String id) {
    nodeId = id;
  }

  /** A member that is called in the manifest as in the program. Null is left out. */
  Target put(String key, @Nullable Object value) {
    if (value != null) {
      members.put(key, value);
    }
    return this;
  }

  /** A member that comes from somewhere else below the place, such as {@code .bind}. */
  Target put(String key, @Nullable Object value, String source) {
    sources.put(key, source);
    return put(key, value);
  }

  /** A member that may also be null. */
  Target putEven(String key, @Nullable Object value, String source) {
    sources.put(key, source);
    members.put(key, value);
    return this;
  }

  /** A member of a part under the first of some names that the manifest uses. */
  Target take(Part part, String key, String... names) {
    var name = part.oneOf(names);
    return put(key, part.plain(name), inside + Shown.segment(name));
  }

  /** As {@link #take}, of a text: a number is taken as it was written. */
  Target takeText(Part part, String key, String... names) {
    var name = part.oneOf(names);
    return put(key, part.text(name), inside + Shown.segment(name));
  }

  /** What a part has beside some members, under the names that it has there. */
  Target rest(Part part, Set<String> taken) {
    for (var key : part.keys()) {
      if (!taken.contains(key) && !members.containsKey(key)) {
        put(key, part.plain(key));
      }
    }
    return this;
  }

  /** The path in the manifest of a member, or with null of the whole. */
  String path(@Nullable String key) {
    if (key == null) {
      return place.toString();
    }
    var source = sources.get(key);
    return place + (source == null ? inside + Shown.segment(key) : source);
  }
}
