package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.type.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What one reading of a source gathers: findings, and mentions for the verifier. Bounded. */
final class Reading {

  static final int MAX_FINDINGS = 1_000;

  /** What stands in a list costs 100 and the length of its path. */
  private static final long MAX_COST = 40_000_000;

  private final List<Noted> noted = new ArrayList<>();
  private final List<Mention> mentions = new ArrayList<>();
  private int order;
  private long cost;

  private record Noted(int order, Finding finding) {}

  void report(String path, String message) {
    report(order++, path, message);
  }

  void report(int at, String path, String message) {
    if (noted.size() <= MAX_FINDINGS) {
      noted.add(new Noted(at, new Finding(path, message)));
    }
  }

  void mention(String path, Mention.What what) {
    mentions.add(new Mention(order++, path, what));
  }

  /** Mentions every name in a type; reports one that does not parse. */
  void mention(String path, Type type) {
    switch (type) {
      case Type.Scalar _, Type.Enumeration _ -> {}
      case Type.Array(var element) -> mention(path, element);
      case Type.MapOf(var key, var value) -> {
        mention(path, key);
        mention(path, value);
      }
      case Type.Union(var options) -> options.forEach(option -> mention(path, option));
      case Type.Maybe(var inner) -> mention(path, inner);
      case Type.Structure(var fields) -> fields.values().forEach(field -> mention(path, field));
      case Type.Named(var name) -> mention(path, new Mention.OfType(name));
      case Type.Invalid(var source, var problem) ->
          report(path, "E300 type does not parse: %s%s".formatted(problem, quoted(source)));
    }
  }

  /** Whether one more item of a list is within bounds; reports once when it is not. */
  boolean affords(String path) {
    var before = cost;
    cost += 100 + path.length();
    if (before <= MAX_COST && cost > MAX_COST) {
      report(path, "the program has more parts than are read; it ends here");
    }
    return cost <= MAX_COST;
  }

  List<Mention> mentions() {
    return mentions;
  }

  /** In source order; when there are too many, the first thousand and a word about the rest. */
  List<Finding> findings() {
    var sorted = noted.stream().sorted(Comparator.comparingInt(Noted::order)).toList();
    var findings = new ArrayList<Finding>();
    for (var each : sorted.subList(0, Math.min(sorted.size(), MAX_FINDINGS))) {
      findings.add(each.finding());
    }
    if (sorted.size() > MAX_FINDINGS) {
      findings.add(new Finding("", "more findings are not shown; correct these first"));
    }
    return List.copyOf(findings);
  }

  private static String quoted(String source) {
    return source.isEmpty() ? "" : ", in: " + Shown.text(source);
  }
}
