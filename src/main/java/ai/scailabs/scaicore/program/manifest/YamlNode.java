package ai.scailabs.scaicore.program.manifest;

import ai.scailabs.scaicore.program.Shown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node of a YAML document, and where it stands. Immutable. */
sealed interface YamlNode {

  /** From 1. */
  int line();

  /** What it comes to with every alias written out. */
  Extent extent();

  /** As a JSON value. */
  @Nullable Object plain();

  /** Its kind, in words. */
  default String kind() {
    return switch (this) {
      case Scalar scalar -> Shown.kind(scalar.value());
      case Sequence _ -> Shown.kind(List.of());
      case Mapping _ -> Shown.kind(Map.of());
    };
  }

  /**
   * How large a node is, with all that is in it.
   *
   * @param weight its characters, and eight for each node
   * @param nodes how many, itself among them
   * @param height how many levels of lists and maps; none for a single value
   */
  record Extent(long weight, int nodes, int height) {

    private static Extent around(Collection<YamlNode> inner, long keys) {
      long weight = 8 + keys;
      int nodes = 1;
      int height = 0;
      for (var node : inner) {
        var extent = node.extent();
        weight += extent.weight;
        nodes += extent.nodes;
        height = Math.max(height, extent.height);
      }
      return new Extent(weight, nodes, height + 1);
    }
  }

  /**
   * A single value.
   *
   * @param value null, {@link Boolean}, {@link Long}, {@link java.math.BigInteger}, {@link Double}
   *     or {@link String}
   * @param text as it was written, without quotes
   */
  record Scalar(int line, @Nullable Object value, String text) implements YamlNode {

    @Override
    public Extent extent() {
      return new Extent(text.length() + 8L, 1, 0);
    }

    @Override
    public @Nullable Object plain() {
      return value;
    }
  }

  /** A list. */
  record Sequence(int line, Extent extent, List<YamlNode> items) implements YamlNode {

    Sequence(int line, List<YamlNode> items) {
      this(line, Extent.around(items, 0), items);
    }

    @Override
    public Object plain() {
      var list = new ArrayList<@Nullable Object>(items.size());
      items.forEach(item -> list.add(item.plain()));
      return Collections.unmodifiableList(list);
    }
  }

  /** A map. */
  record Mapping(int line, Extent extent, Map<String, YamlNode> members) implements YamlNode {

    Mapping(int line, Map<String, YamlNode> members) {
      this(
          line,
          Extent.around(
              members.values(), members.keySet().stream().mapToLong(String::length).sum()),
          members);
    }

    @Override
    public Map<String, @Nullable Object> plain() {
      var map = new LinkedHashMap<String, @Nullable Object>();
      members.forEach((key, member) -> map.put(key, member.plain()));
      return Collections.unmodifiableMap(map);
    }
  }
}
