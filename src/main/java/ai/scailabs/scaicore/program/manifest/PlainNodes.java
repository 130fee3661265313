package ai.scailabs.scaicore.program.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nodes of values that were never written as YAML. */
final class PlainNodes {

  private PlainNodes() {}

  static YamlNode of(@Nullable Object value) {
    return of(value, 0);
  }

  private static YamlNode of(@Nullable Object value, int depth) {
    if (depth > YamlReader.MAX_DEPTH) {
      throw new ManifestInvalid(
          "it is nested deeper than " + YamlReader.MAX_DEPTH + " levels", 1, 1);
    }
    return switch (value) {
      case Map<?, ?> map -> {
        var members = LinkedHashMap.<String, YamlNode>newLinkedHashMap(map.size());
        map.forEach((key, member) -> members.put(String.valueOf(key), of(member, depth + 1)));
        yield new YamlNode.Mapping(1, members);
      }
      case List<?> list -> {
        var items = new ArrayList<YamlNode>(list.size());
        list.forEach(item -> items.add(of(item, depth + 1)));
        yield new YamlNode.Sequence(1, items);
      }
      case null, default -> new YamlNode.Scalar(1, value, String.valueOf(value));
    };
  }
}
