package ai.scailabs.scaicore.program.manifest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node of a YAML document, and where it stands. Immutable. */
sealed interface YamlNode {

  /** From 1. */
  int line();

  /** What it comes to with every alias written out: its characters, and eight for each node. */
  long weight();

  /** As a JSON value. */
  @Nullable Object plain();

  /**
   * A single value.
   *
   * @param value null, {@link Boolean}, {@link Long}, {@link java.math.BigInteger}, {@link Double}
   *     or {@link String}
   * @param text as it was written, without quotes
   */
  record Scalar(int line, @Nullable Object value, String text) implements YamlNode {

    @Override
    public long weight() {
      return text.length() + 8L;
    }

    @Override
    public @Nullable Object plain() {
      return value;
    }
  }

  /** A list. */
  record Sequence(int line, long weight, List<YamlNode> items) implements YamlNode {

    @Override
    public Object plain() {
      var list = new ArrayList<@Nullable Object>(items.size());
      items.forEach(item -> list.add(item.plain()));
      return Collections.unmodifiableList(list);
    }
  }

  /** A map. */
  record Mapping(int line, long weight, Map<String, YamlNode> members) implements YamlNode {

    @Override
    public Map<String, @Nullable Object> plain() {
      var map = new LinkedHashMap<String, @Nullable Object>();
      members.forEach((key, member) -> map.put(key, member.plain()));
      return Collections.unmodifiableMap(map);
    }
  }
}
