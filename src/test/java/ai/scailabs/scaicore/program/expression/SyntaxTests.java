package ai.scailabs.scaicore.program.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What does not parse, where, and what the author is told. */
class SyntaxTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "1 + ~ 3 ~ expected a value but found the end",
        "1 2 ~ 2 ~ expected an operator or the end but found a number",
        "a b ~ 2 ~ expected an operator or the end but found \"b\"",
        "(1 ~ 2 ~ expected \")\" but found the end",
        "[1 2] ~ 3 ~ expected \",\" or \"]\" but found a number",
        "{a 1} ~ 3 ~ expected \",\" or \"}\" but found a number",
        "{1: 2} ~ 1 ~ expected a key (a name or a string) but found a number",
        "{\"a\"} ~ 4 ~ expected \":\" but found \"}\"",
        "a. ~ 2 ~ expected the name of a member but found the end",
        "a[ ~ 2 ~ expected a value but found the end",
        "a.b(1, k = 2, 3) ~ 14 ~ expected a named argument (name = value) after the first of them but found a number",
        "\"abc ~ 0 ~ the string that begins here does not end",
        "\"\"\"abc\" ~ 0 ~ the string that begins here does not end",
        "\"a${b ~ 5 ~ expected \"}\" but found the end",
        "\"a${b c}\" ~ 6 ~ expected \"}\" but found \"c\"",
        "\"a\\x\" ~ 2 ~ unknown escape; known are \\\" \\' \\\\ \\/ \\$ \\n \\t \\r \\b \\f \\u0000",
        "\"\\u12\" ~ 1 ~ \\u needs four hexadecimal digits",
        "\"\\ud800\" ~ 1 ~ half of a pair of escapes; the other half must follow",
        "\"\\udc00\" ~ 1 ~ half of a pair of escapes; the first half must precede it",
        "5x ~ 1 ~ a number is followed by a unit of time (ms, s, m, h, d, w) or by nothing",
        "99999999999999999999w ~ 0 ~ the duration is too long to be counted",
        "1e99999999999999999999m ~ 0 ~ the duration is too long to be counted",
        "1e999 ~ 0 ~ the number is larger than any number can be",
        "a # b ~ 2 ~ \"#\" has no meaning here",
        "a & b ~ 2 ~ \"&\" has no meaning here",
        "a = 1 ~ 2 ~ expected an operator or the end but found \"=\"",
        "c ? 1 ~ 5 ~ expected \":\" but found the end",
        "if c 1 ~ 5 ~ expected \"{\" but found a number",
        "match a { b => 1 } ~ 10 ~ expected a literal, a list of literals or _ but found \"b\"",
        "match a { 1 = 2 } ~ 12 ~ expected \"=>\" but found \"=\"",
        ": a ~ 2 ~ expected the name of a symbol directly after \":\" but found \"a\"",
        "(a)(b) ~ 3 ~ only a name can be called, as in name(…) or value.name(…)",
        "x.map((a, b, c, d, e, f, g, h, i) => a) ~ 6 ~ a function has at most 8 parameters",
        "Hello {{name ~ 12 ~ the text ends before \"}}\"",
        "Hello {{na me}} ~ 11 ~ expected an operator or the end but found \"me\"",
        "Hello {{}} ~ 8 ~ expected a value but found the end",
        "{{#if x}}a{{/if}} ~ 2 ~ \"#\" has no meaning here",
      })
  void eachProblemIsNamedAtItsPlace(String source, int position, String message) {
    assertThat(Expression.of(source).problem())
        .contains(new ExpressionProblem("", position, message));
  }

  @Test
  void anEmptyExpressionIsAProblemAndAnEmptyTemplateIsNot() {
    assertThat(Expression.of(" ").problem())
        .contains(new ExpressionProblem("", 0, "the expression is empty; write null for no value"));
    assertThat(Expression.template("").problem()).isEmpty();
    assertThat(Expression.template("").evaluate(Scopes.EMPTY)).isEqualTo("");
  }

  @Test
  void aProblemInsideAMapOrListSaysWhere() {
    assertThat(Expression.of(Map.of("headers", Map.of("X-A", "1 +"))).problem())
        .map(ExpressionProblem::where)
        .contains(".headers[\"X-A\"]");
    assertThat(Expression.of(List.of("1", List.of("2", ")"))).problem())
        .map(ExpressionProblem::where)
        .contains("[1][1]");
  }

  @Test
  void theProblemOfATemplateIsAtItsPlaceInTheWholeText() {
    assertThat(Expression.template("a {{b}} {{c d}}").problem())
        .map(ExpressionProblem::position)
        .contains(12);
  }

  @Test
  void depthIsAProblemNotACrash() throws InterruptedException {
    var deep =
        List.of(
            "(".repeat(100_000),
            "[".repeat(100_000),
            "{a:".repeat(100_000),
            "!".repeat(100_000) + "a",
            "-".repeat(100_000) + "a",
            "a => ".repeat(100_000) + "a",
            "a ? ".repeat(100_000),
            "a ? b : ".repeat(100_000),
            "\"${".repeat(100_000),
            "if a {".repeat(100_000),
            "if a {b} else ".repeat(100_000),
            "match a {1 => ".repeat(100_000),
            "a(".repeat(100_000),
            "a" + ".a".repeat(100_000),
            "a" + "[0]".repeat(3_000),
            "1" + " + 1".repeat(4_000),
            "null" + " ?? 1".repeat(4_000),
            "((1)" + " + 1".repeat(400) + ")" + " + 1".repeat(400));

    onASmallStack(
        () -> deep.forEach(text -> assertThat(Expression.of(text).problem()).as(text).isPresent()));
  }

  @Test
  void whatIsJustNotTooDeepIsReadAndEvaluated() throws InterruptedException {
    var edge =
        List.of(
            "(".repeat(190) + "1" + ")".repeat(190),
            "[".repeat(190) + "1" + "]".repeat(190),
            "1" + " + 1".repeat(490),
            "{a: ".repeat(190) + "1" + "}".repeat(190),
            "\"${".repeat(190) + "1" + "}\"".repeat(190));

    onASmallStack(
        () ->
            edge.forEach(
                text -> {
                  var value = Expression.of(text).evaluate(Scopes.EMPTY);
                  assertThat(Values.equal(value, value)).isTrue();
                  assertThat(Values.text(value)).isNotEmpty();
                  assertThat(Values.plain(value)).isNotNull();
                }));
  }

  @Test
  void aTextOfManyWordsIsRefusedBeforeItCostsMemory() {
    assertThat(Expression.of("[" + "1,".repeat(1_000_000) + "]").problem())
        .map(ExpressionProblem::message)
        .contains("an expression has at most 10,000 words and signs; split it");
    assertThat(Expression.template("{{a}}".repeat(1_000_000)).problem())
        .map(ExpressionProblem::message)
        .contains("a template has at most 10,000 words and signs; split it");
  }

  private static void onASmallStack(Runnable work) throws InterruptedException {
    var failure = new Throwable[1];
    var thread =
        new Thread(
            null,
            () -> {
              try {
                work.run();
              } catch (Throwable thrown) {
                failure[0] = thrown;
              }
            },
            "small",
            512 * 1024);
    thread.start();
    thread.join();
    assertThat(failure[0]).isNull();
  }
}
