package ai.scailabs.scaicore.program.manifest;

import ai.scailabs.scaicore.program.Finding;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From where in the manifest the maps of a program come. */
final class Origins {

  private static final Pattern SEGMENT =
      Pattern.compile("\\.?([^.\\[\\]\"]+)|\\[(\\d{1,9})]|\\[\"((?:[^\"\\\\]|\\\\.)*+)\"]");

  private final IdentityHashMap<Object, Target> targets = new IdentityHashMap<>();

  void add(Map<String, @Nullable Object> members, Target target) {
    targets.put(members, target);
  }

  /** Reports what was found at a path of the program at the place that it comes from. */
  void translate(Finding finding, Map<String, @Nullable Object> program, Findings findings) {
    var segments = segments(finding.field());
    Object at = program;
    Target nearest = targets.get(program);
    int passed = 0;
    String node = null;
    for (int i = 0; i < segments.size() && at != null; i++) {
      at = below(at, segments.get(i));
      var target = at == null ? null : targets.get(at);
      if (target != null) {
        nearest = target;
        passed = i + 1;
        node = target.nodeId() == null ? node : target.nodeId();
      }
    }
    if (nearest == null) {
      findings.report(0, finding.field(), finding.message());
      return;
    }
    findings.report(
        nearest.line(),
        path(nearest, segments.subList(passed, segments.size())),
        "%s (line %d%s)"
            .formatted(
                finding.message(), nearest.line(), node == null ? "" : ", node " + shown(node)));
  }

  private static String path(Target target, List<Segment> rest) {
    if (rest.isEmpty()) {
      return target.path(null);
    }
    var path = new StringBuilder(target.path(rest.getFirst().name()));
    if (rest.getFirst().name() == null) {
      path.append(rest.getFirst().text());
    }
    rest.subList(1, rest.size()).forEach(segment -> path.append(segment.text()));
    return path.toString();
  }

  private static String shown(String node) {
    return node.length() <= 80 ? node : node.substring(0, 80) + "…";
  }

  /** What is below a segment; in a list of named things a name will do. */
  private static @Nullable Object below(Object at, Segment segment) {
    return switch (at) {
      case Map<?, ?> map when segment.name() != null -> map.get(segment.name());
      case List<?> list when segment.name() == null ->
          segment.index() < list.size() ? list.get(segment.index()) : null;
      case List<?> list ->
          list.stream()
              .filter(item -> item instanceof Map<?, ?> m && segment.name().equals(m.get("name")))
              .findFirst()
              .orElse(null);
      default -> null;
    };
  }

  /**
   * One step of a path.
   *
   * @param name the member, or null for an index
   */
  private record Segment(String text, @Nullable String name, int index) {}

  private static List<Segment> segments(String path) {
    var segments = new ArrayList<Segment>();
    var matcher = SEGMENT.matcher(path);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      segments.add(segment(matcher));
      end = matcher.end();
    }
    return segments;
  }

  private static Segment segment(Matcher matcher) {
    if (matcher.group(2) != null) {
      return new Segment(matcher.group(), null, Integer.parseInt(matcher.group(2)));
    }
    var name = matcher.group(1);
    return new Segment(
        matcher.group(),
        name != null ? name : matcher.group(3).replace("\\\"", "\"").replace("\\n", "\n"),
        0);
  }
}
