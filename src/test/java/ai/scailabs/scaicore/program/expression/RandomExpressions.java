package ai.scailabs.scaicore.program.expression;

import java.util.List;
import java.util.Random;

/** Expressions that parse, made at random; the same seed makes the same. */
final class RandomExpressions {

  private static final List<String> LEAVES =
      List.of(
          "a",
          "x",
          "order",
          "nothing",
          "unknown",
          "order.amount",
          "a[0]",
          "1",
          "-2",
          "2.5",
          "'text'",
          "\"v ${x}\"",
          "null",
          "true",
          "5m",
          ":s",
          "[]",
          "{}",
          "config.token",
          "'2026-01-02'.to_date()",
          "9223372036854775807",
          "1e300",
          "y",
          "p");

  private static final List<String> OPERATORS =
      List.of(
          "+", "-", "*", "/", "%", "==", "!=", "<", ">=", "in", "&&", "||", "??", "not in", "and");

  /** What may follow a value; {@code #} stands for another expression. */
  private static final List<String> TAILS =
      List.of(
          ".length",
          ".map(y => #)",
          ".filter(y => #)",
          ".reduce((p, q) => p + q, #)",
          ".reduce((p, y) => #)",
          ".sort()",
          ".sort((p, q) => #)",
          ".sum(y => #)",
          ".join(#)",
          ".repeat(#)",
          ".pad_start(#)",
          ".slice(#)",
          ".split(#)",
          ".unique()",
          ".group_by(y => #)",
          ".flatten()",
          ".merge(#)",
          ".get(#)",
          "[#]",
          "?.k",
          ".k",
          ".upper()",
          ".round(#)",
          ".replace('t', #)",
          ".contains(#)",
          ".matches(#)",
          ".entries",
          ".max(y => #)",
          "?.[#]",
          ".find(y => #)",
          ".to_string()",
          ".add(#)",
          ".is_empty");

  private final Random random;

  private RandomExpressions(Random random) {
    this.random = random;
  }

  static String of(long seed) {
    return new RandomExpressions(new Random(seed)).expression(5);
  }

  private String expression(int depth) {
    if (depth == 0 || random.nextInt(5) == 0) {
      return pick(LEAVES);
    }
    return switch (random.nextInt(10)) {
      case 0, 1 -> "(" + inner(depth) + " " + pick(OPERATORS) + " " + inner(depth) + ")";
      case 2, 3, 4, 5 -> "(" + inner(depth) + ")" + pick(TAILS).replace("#", inner(depth));
      case 6 -> "(" + inner(depth) + " ? " + inner(depth) + " : " + inner(depth) + ")";
      case 7 -> "[" + inner(depth) + ", " + inner(depth) + "]";
      case 8 -> "{k: " + inner(depth) + ", \"l m\": " + inner(depth) + "}";
      default -> "match " + inner(depth) + " { 1 | 'text' => " + inner(depth) + ", _ => 0 }";
    };
  }

  private String inner(int depth) {
    return expression(depth - 1);
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
