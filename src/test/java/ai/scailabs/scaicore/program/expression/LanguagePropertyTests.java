package ai.scailabs.scaicore.program.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** What holds for any text and any scope. */
class LanguagePropertyTests {

  private static final List<String> PIECES =
      List.of(
          "a",
          "order",
          "x",
          "_",
          "null",
          "true",
          "1",
          "0",
          "2.5",
          "1e9",
          "5m",
          ":s",
          "'t'",
          "\"",
          "\"${",
          "}\"",
          "'",
          "\"\"\"",
          "{{",
          "}}",
          "${",
          "}",
          "{",
          "(",
          ")",
          "[",
          "]",
          ",",
          ".",
          "?.",
          "??",
          "?",
          ":",
          "=>",
          "=",
          "==",
          "!=",
          "<",
          "<=",
          "+",
          "-",
          "*",
          "/",
          "%",
          "&&",
          "||",
          "!",
          "in",
          "not",
          "and",
          "if",
          "else",
          "match",
          "|",
          ".map(",
          ".reduce((a, b) =>",
          ".sort(",
          ".filter(x =>",
          ".repeat(",
          ".join(",
          ".length",
          ".slice(",
          "json.parse(",
          "date(",
          "config.token",
          "\\",
          "\n",
          " ",
          "é",
          "\ud83d",
          "#",
          "9".repeat(30));

  private static Scope scope() {
    var names = new HashMap<String, @Nullable Object>();
    names.put("a", List.of(1, 2.5, "three", Map.of("k", 1)));
    names.put("order", Map.of("amount", 12, "lines", List.of(Map.of("sku", "x"))));
    names.put("x", 3);
    names.put("nothing", null);
    names.put("config", Map.of("token", new SecretHandle("token")));
    return Scopes.of(names);
  }

  @Provide
  Arbitrary<String> soup() {
    return Arbitraries.of(PIECES).list().ofMaxSize(40).map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<String> expressions() {
    return Arbitraries.longs().map(RandomExpressions::of);
  }

  @Property(tries = 2000, shrinking = ShrinkingMode.OFF)
  void anyTextEndsInAValueOrAPositionedProblem(@ForAll("soup") String text) {
    for (var read : List.of(Expression.of(text), Expression.template(text))) {
      read.problem()
          .ifPresentOrElse(
              problem -> {
                assertThat(problem.position()).isBetween(0, text.length());
                assertThat(problem.message()).isNotBlank();
              },
              () -> endsWell(read));
    }
  }

  @Property(tries = 500)
  void anyCharactersEndInAValueOrAPositionedProblem(@ForAll String text) {
    for (var read : List.of(Expression.of(text), Expression.template(text))) {
      if (read.problem().isEmpty()) {
        endsWell(read);
      }
    }
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void anyExpressionEndsInAValueOrAFailure(@ForAll("expressions") String text) {
    var expression = Expression.of(text);

    assertThat(expression.problem()).as(text).isEmpty();
    endsWell(expression);
  }

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void evaluatingTwiceGivesTheSame(@ForAll("expressions") String text) {
    var expression = Expression.of(text);

    assertThat(outcome(expression)).isEqualTo(outcome(expression));
  }

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void whatIsPrintedReadsBackTheSame(@ForAll("expressions") String text) {
    var node = Parser.parse(Lexer.read(text)).node();
    var printed = Printer.print(node);

    assertThat(Printer.print(Parser.parse(Lexer.read(printed)).node())).isEqualTo(printed);
    assertThat(outcome(Expression.of(printed)).replaceAll(" \\(in: .*", ""))
        .isEqualTo(outcome(Expression.of(text)).replaceAll(" \\(in: .*", ""));
  }

  private static String outcome(Expression expression) {
    try {
      return "value " + expression.evaluate(scope());
    } catch (EvaluationFailed failed) {
      return failed.code() + " " + failed.getMessage();
    }
  }

  /**
   * Evaluates; a value must be within bounds, and nothing but {@link EvaluationFailed} is thrown.
   */
  private static void endsWell(Expression expression) {
    try {
      var value = expression.evaluate(scope());
      assertThat(Weight.of(Values.normalise(value)).size()).isLessThanOrEqualTo(Meter.SIZE + 2L);
      Values.text(Values.plain(value));
    } catch (EvaluationFailed failed) {
      assertThat(failed.code())
          .isIn(
              "UNKNOWN_NAME", "NULL_REFERENCE", "TYPE_MISMATCH", "EVALUATION_LIMIT", "PARSE_ERROR");
      assertThat(failed.getMessage()).isNotBlank();
    }
  }
}
