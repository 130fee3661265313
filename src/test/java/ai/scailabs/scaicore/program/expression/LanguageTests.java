package ai.scailabs.scaicore.program.expression;

import static ai.scailabs.scaicore.program.expression.Scopes.evaluate;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form of the language, and what it evaluates to. Results are shown as JSON. */
class LanguageTests {

  private static final Map<String, Object> SCOPE =
      Map.of(
          "n",
          5,
          "text",
          "héllo",
          "order",
          Map.of("amount", 12.5, "lines", List.of(Map.of("sku", "a"), Map.of("sku", "b"))),
          "node_review",
          Map.of("ok", true),
          "plain",
          "seen",
          "length",
          3,
          "match",
          List.of(7),
          "decision",
          new TextualMap("approve", Map.of("comment", "fine")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        // literals
        "1 ~ 1",
        "-1 ~ -1",
        "1.50 ~ 1.5",
        "100.0 ~ 100",
        "2e3 ~ 2000",
        "1e-9 ~ 1.0E-9",
        "9223372036854775807 ~ 9223372036854775807",
        "true ~ true",
        "false ~ false",
        "null ~ null",
        "\"a\\n\\u00e9\\\"\" ~ \"a\\né\\\"\"",
        "'it\\'s' ~ \"it's\"",
        "\"\"\"a \"quoted\" \\n\"\"\" ~ \"a \\\"quoted\\\" \\\\n\"",
        "\"\\ud83d\\ude00\" ~ \"😀\"",
        "30s ~ \"PT30S\"",
        "500ms ~ \"PT0.5S\"",
        "1h30m ~ \"PT1H30M\"",
        "7d ~ \"PT168H\"",
        "2w ~ \"PT336H\"",
        "1.5h ~ \"PT1H30M\"",
        ":urgent ~ \"urgent\"",
        // interpolation
        "\"n is ${n}\" ~ \"n is 5\"",
        "'${n}${n}' ~ \"55\"",
        "\"${\"in ${n}\"}!\" ~ \"in 5!\"",
        "\"${ {a: {b: 1}}.a.b }\" ~ \"1\"",
        "\"\\${n}\" ~ \"${n}\"",
        "\"${null}\" ~ \"\"",
        "\"${order.lines}\" ~ \"[{\\\"sku\\\":\\\"a\\\"},{\\\"sku\\\":\\\"b\\\"}]\"",
        "\"{{n}}\" ~ \"{{n}}\"",
        // collections
        "[] ~ []",
        "[1, 'a', [2],] ~ [1,\"a\",[2]]",
        "{} ~ {}",
        "{a: 1, \"b c\": 2, n,} ~ {\"a\":1,\"b c\":2,\"n\":5}",
        "{a: 1, a: 2} ~ {\"a\":2}",
        "{if: 1, in: 2}.in ~ 2",
        // members and indexes
        "order.amount ~ 12.5",
        "order.missing ~ null",
        "order[\"amount\"] ~ 12.5",
        "order.lines[0].sku ~ \"a\"",
        "order.lines[-1].sku ~ \"b\"",
        "order.lines[7] ~ null",
        "text[1] ~ \"é\"",
        "text[-1] ~ \"o\"",
        "order.missing?.a ~ null",
        "order.missing?.a.b.c ~ null",
        "order.missing?.[0].c ~ null",
        "order.missing?.trim().length ~ null",
        "order?.amount ~ 12.5",
        // names
        "review.ok ~ true",
        "node_plain ~ \"seen\"",
        // methods without brackets
        "text.length ~ 5",
        "order.lines.length ~ 2",
        "{length: 9}.length ~ 9",
        "{length: 9}.length() ~ 1",
        "order.length ~ 2",
        "{keys: null}.keys ~ null",
        "order.get ~ null",
        // operators
        "7 + 2 * 3 ~ 13",
        "(7 + 2) * 3 ~ 27",
        "7 - 2 - 1 ~ 4",
        "6 / 3 ~ 2",
        "7 / 2 ~ 3.5",
        "7 % 3 ~ 1",
        "7.5 % 2 ~ 1.5",
        "1 + 1.5 ~ 2.5",
        "9223372036854775807 + 1 ~ 9223372036854776000",
        "\"a\" + 1 + true + null ~ \"a1true\"",
        "1 + \"a\" ~ \"1a\"",
        "[1] + [2] ~ [1,2]",
        "-n ~ -5",
        "!true ~ false",
        "!null ~ true",
        "not true ~ false",
        "1 < 2 ~ true",
        "2 <= 2.0 ~ true",
        "\"b\" > \"a\" ~ true",
        "1m >= 60s ~ true",
        "1 == 1.0 ~ true",
        "1 == '1' ~ false",
        "null == null ~ true",
        "0 == null ~ false",
        "[1, {a: 2}] == [1.0, {a: 2.0}] ~ true",
        "{a: 1, b: 2} == {b: 2, a: 1} ~ true",
        "{a: null} == {b: null} ~ false",
        ":a == \"a\" ~ true",
        "\"a\" == :a ~ true",
        "decision == \"approve\" ~ true",
        "\"approve\" == decision ~ true",
        "decision != \"reject\" ~ true",
        "decision.comment ~ \"fine\"",
        "1 in [2, 1.0] ~ true",
        "\"amount\" in order ~ true",
        "\"ell\" in \"hello\" ~ true",
        "3 not in [1, 2] ~ true",
        "true && false ~ false",
        "true and not false ~ true",
        "null || true ~ true",
        "false or false ~ false",
        "true || missing ~ true",
        "false && missing ~ false",
        "null ?? 1 ~ 1",
        "false ?? 1 ~ false",
        "null ?? null ?? 3 ~ 3",
        "n == 5 ? \"five\" : \"other\" ~ \"five\"",
        "null ? 1 : 2 ~ 2",
        "n > 3 ? n > 4 ? 1 : 2 : 3 ~ 1",
        "true ? :yes : :no ~ \"yes\"",
        "true ?.5 + 1 : 2 ~ ERROR",
        "1 + 2 == 3 && 2 < 3 ~ true",
        "null ?? 1 + 1 ~ 2",
        "-2.abs() ~ -2",
        // if and match
        "if n > 3 {\"big\"} else {\"small\"} ~ \"big\"",
        "if n > 9 {1} else if n > 4 {2} else {3} ~ 2",
        "if false {1} ~ null",
        "if true {a: 1} else {b: 2} ~ {\"a\":1}",
        "if true {} else {1} ~ {}",
        "if order.lines[0].sku == \"a\" {{sku: 1}} else {null} ~ {\"sku\":1}",
        "match n { 1 => \"one\", 5 => \"five\", _ => \"many\" } ~ \"five\"",
        "match text { \"a\" | \"héllo\" => 1, _ => 2 } ~ 1",
        "match n { [1, 2] => 1, [4, 5] => 2 } ~ 2",
        "match n { -5 => 1, null => 2 } ~ null",
        "match decision { \"approve\" => 1 \"reject\" => 2 } ~ 1",
        "match (:a) { \"a\" => {x: 1} } ~ {\"x\":1}",
        "{match: 2}.match + (length + 1) ~ 6",
        "match[0] - 1 ~ 6",
        "[match, match] == [match,] ~ false",
        "match -n { -5 => 1 } ~ 1",
        "match [1][0] { 1 => [2] }[0] ~ 2",
        "match {a: 1} { 1 => 1, _ => 2 } ~ 2",
        "match :a { \"a\" => 1 } ~ 1",
        // lambdas
        "[1, 2, 3].map(x => x * n) ~ [5,10,15]",
        "[1, 2].map((x, i) => [i, x]) ~ [[0,1],[1,2]]",
        "[1, 2, 3].reduce((a, b) => a + b) ~ 6",
        "[1, 2, 3].reduce((a, b) => a + b, 10) ~ 16",
        "[1, 2].map(x => [3, 4].map(y => x * y)) ~ [[3,4],[6,8]]",
        "[1, 2].map(n => n + length) ~ [4,5]",
        "[1, 2].map(() => 0) ~ [0,0]",
        // named arguments
        "\"7\".pad_start(width = 3, fill = \"0\") ~ \"007\"",
        "\"hello\".slice(1, end = 3) ~ \"el\"",
      })
  void eachFormHasItsValue(String expression, String json) {
    if (json.equals("ERROR")) {
      assertThat(Expression.of(expression).problem()).isPresent();
      return;
    }
    assertThat(Rendering.json(evaluate(expression, SCOPE), Meter.bounded())).isEqualTo(json);
  }

  @Test
  void valuesAreOfTheTypesThatAreListed() {
    assertThat(evaluate("1")).isEqualTo(1L);
    assertThat(evaluate("1.0")).isEqualTo(1.0);
    assertThat(evaluate("4 / 2")).isEqualTo(2L);
    assertThat(evaluate("1 / 3")).isEqualTo(1 / 3.0);
    assertThat(evaluate("5m")).isEqualTo(Duration.ofMinutes(5));
    assertThat(evaluate(":a")).isEqualTo(new Symbol("a"));
    assertThat(evaluate("9223372036854775807 + 1")).isEqualTo(0x1p63);
    assertThat(evaluate("9223372036854775807 * 2")).isEqualTo(0x1p64);
    assertThat(evaluate("-9223372036854775807 - 2")).isEqualTo(-0x1p63);
  }

  @Test
  void wholeNumbersAreComparedExactlyWithFloats() {
    assertThat(evaluate("9007199254740993 == 9007199254740992.0")).isEqualTo(false);
    assertThat(evaluate("9007199254740993 > 9007199254740992.0")).isEqualTo(true);
  }

  @Test
  void aFieldMayBeAMapOrListOfExpressionsToAnyDepth() {
    var source = Map.of("a", List.of("n + 1", 7, true), "b c", Map.of("x", "\"lit\"", "y", 2.5));

    assertThat(evaluate(source, SCOPE))
        .isEqualTo(Map.of("a", List.of(6L, 7L, true), "b c", Map.of("x", "lit", "y", 2.5)));
    assertThat(evaluate(12)).isEqualTo(12L);
    assertThat(evaluate(null)).isNull();
    assertThat(evaluate(Arrays.asList(null, "null"))).isEqualTo(Arrays.asList(null, null));
  }

  @Test
  void anExpressionFieldThatDoesNotParseButHasDoubleBracesIsATemplate() {
    assertThat(evaluate("Hello, {{text}}!", SCOPE)).isEqualTo("Hello, héllo!");
    assertThat(evaluate("{{n}}", SCOPE)).isEqualTo(5L);
    assertThat(evaluate(Map.of("to", "{{n}} people"), SCOPE)).isEqualTo(Map.of("to", "5 people"));
  }

  @Test
  void expressionsAreEqualWhenSourceAndWayOfReadingAre() {
    assertThat(Expression.of("a + 1"))
        .isEqualTo(Expression.of("a + 1"))
        .hasSameHashCodeAs(Expression.of("a + 1"))
        .isNotEqualTo(Expression.of("a+1"))
        .isNotEqualTo(Expression.template("a + 1"));
    assertThat(Expression.of("a + 1").source()).isEqualTo("a + 1");
  }

  @Test
  void nodesTellWhatAnExpressionUses() {
    var expression =
        Expression.of(Map.of("h", "Bearer {{config.token}}", "at", "xs.map(x => now())"));

    assertThat(expression.nodes().filter(Node.Name.class::isInstance).map(Printer::print))
        .containsExactlyInAnyOrder("config", "xs");
    assertThat(expression.nodes().filter(Node.Function.class::isInstance).map(Printer::print))
        .containsExactly("now()");
    assertThat(expression.nodes().filter(Node.Member.class::isInstance).map(Printer::print))
        .containsExactly("config.token");
  }
}
