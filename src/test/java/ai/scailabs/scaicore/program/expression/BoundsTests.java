package ai.scailabs.scaicore.program.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No expression takes more than its share of time or memory, whatever it is given. */
class BoundsTests {

  private static final String LARGE = "a".repeat(1_000_000);
  private static final Map<String, Object> SCOPE =
      Map.of(
          "large", LARGE,
          "hundred", IntStream.range(0, 100).boxed().toList(),
          "thousand", IntStream.range(0, 1000).boxed().toList(),
          "many", IntStream.range(0, 90_000).boxed().toList(),
          "more", IntStream.range(0, 200_000).boxed().toList(),
          "clashing", clashing(20_000));

  /** Strings that all have the same hash. */
  private static List<String> clashing(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                IntStream.range(0, 15)
                    .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                    .reduce("", String::concat))
        .toList();
  }

  @ParameterizedTest
  @Timeout(5)
  @ValueSource(
      strings = {
        "'ab'.repeat(1e9)",
        "'ab'.repeat(9223372036854775807)",
        "large.repeat(2)",
        "'x'.pad_start(1e12)",
        "'x'.pad_end(2000000, 'abc')",
        "large + large",
        "\"${large}${large}\"",
        "[large, large]",
        "{a: large, b: large}",
        "{a: large}.merge({b: large})",
        "[large].map(x => [x, x])",
        "hundred.map(x => large)",
        "hundred.reduce((s, x) => s + s, 'ab')",
        "hundred.reduce((s, x) => s + s, [1])",
        "hundred.reduce((s, x) => [s, s], 1)",
        "hundred.reduce((s, x) => {a: s, b: s}, 1)",
        "thousand.reduce((s, x) => [s], 1)",
        "thousand.reduce((s, x) => {a: s}, 1)",
        "hundred.map(x => thousand)",
        "thousand.map(x => thousand.map(y => 1))",
        "more.map(x => x)",
        "more.filter(x => false)",
        "more.contains(-1)",
        "more.sum()",
        "more.sort()",
        "more.reverse().length",
        "more == more.slice(0)",
        "many.sort((a, b) => b - a)",
        "many.map(x => [x]).flatten(9)",
        "large.split('')",
        "large.split('a')",
        "large.replace('a', 'bc')",
        "large.replace('a', '')",
        "hundred.map(x => large).join('')",
        "many.join(large)",
        "json.stringify(thousand.map(x => thousand))",
        "json.parse('[' + '['.repeat(500000))",
        "json.parse('[' + '1,'.repeat(200000) + '1]')",
        "thousand.map(x => large.upper().length)",
        "thousand.map(x => large.lower() == large)",
        "thousand.map(x => large.contains('b'))",
        "thousand.map(x => large.index_of('aaaaaaaaab'))",
        "thousand.map(x => large.slice(1).length)",
        "thousand.map(x => large.length)",
        "thousand.map(x => large.trim().length)",
        "thousand.map(x => large.starts_with(large))",
        "large.contains('a'.repeat(400000) + 'b') && thousand.any(x => large.contains('a'.repeat(400000) + 'b'))",
        "large.matches('*a*a*a*a*a*a*a*a*b')",
        "large.matches('*' + '?'.repeat(900000) + 'b')",
        "large.matches('[' + 'b'.repeat(900000) + ']*')"
            + " || thousand.any(x => large.matches('[' + 'b'.repeat(900000) + ']*'))",
        "clashing.unique().length",
        "many.unique('x')",
        "thousand.map(x => hundred.unique()).length",
        "thousand.map(x => many.last(5))",
        "hundred.map(x => more.entries)",
      })
  void isStopped(String expression) {
    var failed =
        catchThrowableOfType(EvaluationFailed.class, () -> Scopes.evaluate(expression, SCOPE));

    if (failed == null) {
      // What ends in time by itself is well.
      return;
    }
    assertThat(failed.code()).isIn("EVALUATION_LIMIT", "TYPE_MISMATCH", "PARSE_ERROR");
  }

  @Test
  void theMessageSaysWhichBoundWasPassed() {
    assertThat(message("'ab'.repeat(1e9)"))
        .contains("a string or collection of more than 1 MB")
        .contains("(in: \"ab\".repeat(1.0E9))");
    assertThat(message("more.map(x => x)")).contains("more than 100,000 steps");
    assertThat(message("thousand.reduce((s, x) => [s], 1)")).contains("more than 200 levels deep");
  }

  @Test
  @Timeout(5)
  void textsWithSecretsAreBoundedToo() {
    var scope =
        Scopes.of(
            Map.of(
                "large",
                LARGE,
                "thousand",
                IntStream.range(0, 1000).boxed().toList(),
                "token",
                new SecretHandle("token")));
    for (var source :
        List.of(
            "thousand.reduce((s, x) => s + large, token)",
            "thousand.reduce((s, x) => s + token, '')",
            "thousand.map(x => token + large)",
            "thousand.map(x => \"${token}${large}\")")) {
      var failed =
          catchThrowableOfType(
              EvaluationFailed.class, () -> Expression.of(source).evaluateForSending(scope));

      assertThat(failed.code()).as(source).isEqualTo("EVALUATION_LIMIT");
    }
  }

  @Test
  void whatIsWithinTheBoundsIsDone() {
    assertThat(Scopes.evaluate("many.last", SCOPE)).isEqualTo(89_999L);
    assertThat(Scopes.evaluate("large.length", SCOPE)).isEqualTo(1_000_000L);
    assertThat((String) Scopes.evaluate("large + 'b'.repeat(40000)", SCOPE)).hasSize(1_040_000);
    assertThat(Scopes.evaluate("thousand.map(x => x * 2).filter(x => x % 3 == 0).sum()", SCOPE))
        .isEqualTo(333_666L / 2 * 2);
    assertThat(Scopes.evaluate("thousand.sort((a, b) => b - a).first", SCOPE)).isEqualTo(999L);
    assertThat(Scopes.evaluate("thousand.unique().length", SCOPE)).isEqualTo(1000L);
    assertThat(Scopes.evaluate("thousand.map(x => {id: x}).unique().length", SCOPE))
        .isEqualTo(1000L);
  }

  @Test
  void valuesFromOutsideAreRefusedWhenTheyAreTooDeepOrTurnInCircles() {
    var circle = new ArrayList<@Nullable Object>();
    circle.add(circle);
    Object deep = 1;
    for (var i = 0; i < 10_000; i++) {
      deep = Collections.singletonList(deep);
    }
    var nested = deep;

    for (var source : List.<Object>of(circle, nested)) {
      assertThat(catchThrowableOfType(EvaluationFailed.class, () -> Values.normalise(source)))
          .hasMessageContaining("nested more than 200 levels deep");
      assertThat(Expression.of(source).problem()).isPresent();
      for (var expression :
          List.of("[x]", "\"${x}\"", "x == [x]", "json.stringify(x)", "[x] == x")) {
        var failed =
            catchThrowableOfType(
                EvaluationFailed.class, () -> Scopes.evaluate(expression, Map.of("x", source)));
        if (failed != null) {
          assertThat(failed.code()).isEqualTo("EVALUATION_LIMIT");
        }
      }
    }
  }

  @Test
  void aStoppedEvaluationTakesMilliseconds() {
    var expression = Expression.of("thousand.map(x => thousand.map(y => [x, y, 'text'.upper()]))");
    var scope = Scopes.of(SCOPE);
    var start = System.nanoTime();

    for (var i = 0; i < 20; i++) {
      assertThat(catchThrowableOfType(EvaluationFailed.class, () -> expression.evaluate(scope)))
          .isNotNull();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  private static String message(String expression) {
    var failed =
        catchThrowableOfType(EvaluationFailed.class, () -> Scopes.evaluate(expression, SCOPE));
    assertThat(failed.code()).isEqualTo("EVALUATION_LIMIT");
    return String.valueOf(failed.getMessage());
  }
}
