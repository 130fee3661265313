package ai.scailabs.scaicore.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the patterns of arms. */
final class PatternReader {

  private static final String ANYTHING = "_";

  private PatternReader() {}

  /** The arms below a key: a list of maps, or a map from pattern to body. */
  static List<SourceNode> arms(SourceNode node, String key) {
    if (!(node.raw(key) instanceof Map<?, ?> map)) {
      return node.nodes(key);
    }
    var arms = new ArrayList<SourceNode>();
    map.forEach(
        (pattern, body) -> {
          if (!node.reading().affords(node.path())) {
            return;
          }
          var arm = new LinkedHashMap<String, @Nullable Object>();
          arm.put("pattern", pattern);
          arm.put("body", body);
          arms.add(new SourceNode(node.reading(), node.path(key + "[" + arms.size() + "]"), arm));
        });
    return arms;
  }

  /** The pattern of an arm; an arm with only a {@code when} takes anything. */
  static Pattern read(SourceNode arm) {
    if (!arm.mentions("pattern")) {
      if (!arm.has("when")) {
        arm.report("pattern", "is required");
      }
      return new Pattern.Anything();
    }
    var pattern = arm.literal("pattern");
    if (ANYTHING.equals(pattern)) {
      return new Pattern.Anything();
    }
    return new Pattern.AnyOf(
        pattern instanceof List<?> literals
            ? Collections.unmodifiableList(new ArrayList<@Nullable Object>(literals))
            : Collections.singletonList(pattern));
  }
}
