package ai.scailabs.scaicore.program.expression;

import static ai.scailabs.scaicore.program.expression.Scopes.evaluate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in which an expression has no value, with its code and what the caller is told. */
class FailureTests {

  private static Map<String, @Nullable Object> scope() {
    var scope = new HashMap<String, @Nullable Object>();
    scope.put("order", Map.of("amount", 3));
    scope.put("nothing", null);
    scope.put("text", "abc");
    scope.put("list", List.of(1, 2));
    scope.put("config", Map.of("token", new SecretHandle("token")));
    return scope;
  }

  private static EvaluationFailed failure(String expression) {
    var failed = catchThrowableOfType(EvaluationFailed.class, () -> evaluate(expression, scope()));
    assertThat(failed).as(expression).isNotNull();
    return failed;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "limt ~ UNKNOWN_NAME ~ nothing here is called limt; check the spelling, or bind it before it is used",
        "[1].map(x => y) ~ UNKNOWN_NAME ~ nothing here is called y; check the spelling, or bind it before it is used",
        "now() ~ UNKNOWN_NAME ~ now() is not available: a flow must do the same each time it is run again; pass the value in as input",
        "uuid() ~ UNKNOWN_NAME ~ uuid() is not available: a flow must do the same each time it is run again; pass the value in as input",
        "len(text) ~ UNKNOWN_NAME ~ there is no function len; there are date, datetime, duration, json.parse and json.stringify (methods are called on a value, as in text.trim())",
        "nothing.a ~ NULL_REFERENCE ~ nothing is null, so nothing.a cannot be read; write ?. to get null instead",
        "order.customer.name ~ NULL_REFERENCE ~ order.customer is null, so order.customer.name cannot be read; write ?. to get null instead",
        "order.customer[0] ~ NULL_REFERENCE ~ order.customer is null, so order.customer[0] cannot be read; write ?. to get null instead",
        "nothing.trim() ~ NULL_REFERENCE ~ nothing is null, so nothing.trim() cannot be read; write ?. to get null instead",
        "order?.customer.name ~ NULL_REFERENCE ~ order?.customer is null, so order?.customer.name cannot be read; write ?. to get null instead",
        "order - 1 ~ TYPE_MISMATCH ~ cannot subtract map and int (in: order - 1)",
        "order.amount + nothing ~ TYPE_MISMATCH ~ cannot add int and null (in: order.amount + nothing)",
        "nothing < 3 ~ TYPE_MISMATCH ~ cannot compare null and int (in: nothing < 3)",
        "text > 3 ~ TYPE_MISMATCH ~ cannot compare string and int (in: text > 3)",
        "1 / 0 ~ TYPE_MISMATCH ~ division by zero; check the divisor before dividing (in: 1 / 0)",
        "1 % 0.0 ~ TYPE_MISMATCH ~ division by zero; check the divisor before dividing (in: 1 % 0.0)",
        "5m / 0 ~ TYPE_MISMATCH ~ division by zero; check the divisor before dividing (in: 300s / 0)",
        "-text ~ TYPE_MISMATCH ~ - needs a number or a duration, not string (in: -text)",
        "list ? 1 : 2 ~ TYPE_MISMATCH ~ a condition must be true or false, not array; compare it with something (for a default, write ??) (in: list)",
        "text || 'x' ~ TYPE_MISMATCH ~ a condition must be true or false, not string; compare it with something (for a default, write ??) (in: text)",
        "!1 ~ TYPE_MISMATCH ~ a condition must be true or false, not int; compare it with something (for a default, write ??) (in: 1)",
        "1 in 2 ~ TYPE_MISMATCH ~ in needs an array, a map and a key, or two strings, not int and int (in: 1 in 2)",
        "list['a'] ~ TYPE_MISMATCH ~ the index of an array must be an int, not string (in: list[\"a\"])",
        "order[1] ~ TYPE_MISMATCH ~ the key of a map must be a string, not int (in: order[1])",
        "true[0] ~ TYPE_MISMATCH ~ a value of type bool has no elements (in: true[0])",
        "text.foo ~ TYPE_MISMATCH ~ a value of type string has no member foo; it has length, lower, upper, trim, contains, starts_with, ends_with, replace, replace_first, split, slice, index_of, pad_start, pad_end, repeat, matches, is_empty, to_string, to_int, to_float, to_date, to_datetime, to_duration (in: text.foo)",
        "order.foo() ~ TYPE_MISMATCH ~ a value of type map has no member foo; it has keys, values, entries, get, contains, merge, length (in: order.foo())",
        "text.slice ~ TYPE_MISMATCH ~ slice needs arguments: slice(start, end?) (in: text.slice)",
        "text.slice() ~ TYPE_MISMATCH ~ slice needs arguments: slice(start, end?) (in: text.slice())",
        "text.trim(1) ~ TYPE_MISMATCH ~ trim takes at most 0 arguments, not 1: trim() (in: text.trim(1))",
        "text.slice(1, stop = 2) ~ TYPE_MISMATCH ~ slice has no argument called stop: slice(start, end?) (in: text.slice(1, stop = 2))",
        "text.slice(1, start = 2) ~ TYPE_MISMATCH ~ slice is given the argument start twice (in: text.slice(1, start = 2))",
        "text.slice('a') ~ TYPE_MISMATCH ~ slice needs an int as argument 1 (start), not string (in: text.slice(\"a\"))",
        "text.replace('a', 1) ~ TYPE_MISMATCH ~ replace needs a string as argument 2 (by), not int (in: text.replace(\"a\", 1))",
        "text.replace('', 'x') ~ TYPE_MISMATCH ~ the text to be replaced must not be empty (in: text.replace(\"\", \"x\"))",
        "list.map(1) ~ TYPE_MISMATCH ~ map needs a function such as x => x as argument 1 (function), not int (in: list.map(1))",
        "list.contains(x => x) ~ TYPE_MISMATCH ~ contains needs a value as argument 1 (item), not function (in: list.contains((x) => x))",
        "list.map((a, b, c) => a) ~ TYPE_MISMATCH ~ the function has 3 parameters, but is given an item and its place (in: list.map((a, b, c) => a))",
        "list.reduce(a => a) ~ TYPE_MISMATCH ~ reduce needs a function of two parameters, as in (sum, item) => sum + item (in: list.reduce((a) => a))",
        "list.filter(x => x) ~ TYPE_MISMATCH ~ a condition must be true or false, not int; compare it with something (for a default, write ??) (in: list.filter((x) => x))",
        "list.sum('a') ~ TYPE_MISMATCH ~ sum looks at the member a, but an item is int (in: list.sum(\"a\"))",
        "['a'].sum() ~ TYPE_MISMATCH ~ sum needs numbers or durations, but item 0 is string (in: [\"a\"].sum())",
        "[1, 'a'].sort() ~ TYPE_MISMATCH ~ cannot compare int and string (in: [1, \"a\"].sort())",
        "list.sort((a, b) => 'x') ~ TYPE_MISMATCH ~ the function given to sort must answer with a number, such as a - b, not string (in: list.sort((a, b) => \"x\"))",
        "1.round(99) ~ TYPE_MISMATCH ~ round needs an int from -15 to 15 as argument 1 (digits), not int (in: 1.round(99))",
        "'x1'.to_int() ~ TYPE_MISMATCH ~ \"x1\" is not an int (in: \"x1\".to_int())",
        "date('soon') ~ TYPE_MISMATCH ~ \"soon\" is not a date such as 2026-01-02 (in: date(\"soon\"))",
        "duration('5 apples') ~ TYPE_MISMATCH ~ \"5 apples\" is not a duration such as 5m or PT5M (in: duration(\"5 apples\"))",
        "date('2026-01-02') + 1 ~ TYPE_MISMATCH ~ cannot add date and int (in: date(\"2026-01-02\") + 1)",
        "x => x ~ TYPE_MISMATCH ~ a function is no value; give it to a method such as map or filter (in: (x) => x)",
        "list.map(x => y => x) ~ TYPE_MISMATCH ~ a function is no value; give it to a method such as map or filter (in: (y) => x)",
        "{f: x => x} ~ TYPE_MISMATCH ~ a function is no value; give it to a method such as map or filter (in: (x) => x)",
        "json.parse('{oops') ~ PARSE_ERROR ~ *",
        "json.parse('1 2') ~ PARSE_ERROR ~ json.parse: more text follows after the JSON value (in: json.parse(\"1 2\"))",
        "json.parse('') ~ PARSE_ERROR ~ json.parse: the text holds no JSON value (in: json.parse(\"\"))",
        "json.parse('\"\\\\ud800\"') ~ PARSE_ERROR ~ *",
        "json.parse('1e999') ~ PARSE_ERROR ~ json.parse: a number is larger than any number can be (in: json.parse(\"1e999\"))",
        "1e308 * 10 ~ EVALUATION_LIMIT ~ the result is larger than any number can be (in: 1.0E308 * 10)",
        "date('2026-01-02') + 999999999999d ~ EVALUATION_LIMIT ~ *",
        "5m * 1e300 ~ EVALUATION_LIMIT ~ the result is beyond the calendar that dates can name (in: 300s * 1.0E300)",
        "5m / 1e-300 ~ EVALUATION_LIMIT ~ *",
      })
  void eachFailureNamesItsCodeAndWhatToDo(String expression, String code, String message) {
    var failed = failure(expression);

    assertThat(failed.code()).as(expression).isEqualTo(code);
    if (!message.equals("*")) {
      assertThat(failed).hasMessage(message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "config.token.length",
        "config.token[0]",
        "config.token + 'x'",
        "'x' + config.token",
        "\"Bearer ${config.token}\"",
        "Bearer {{config.token}}",
        "\"${config}\"",
        "json.stringify([config.token])",
        "[config.token].join()",
        "[config.token].unique()",
        "[config.token, config.token].sort()",
        "[config.token].group_by(x => x)",
        "'a'.contains(config.token)",
        "config.token in 'abc'",
        "'a' in config.token",
        "config.token == 'abc'",
        "['abc'].contains(config.token)",
        "match config.token { 'a' => 1 }",
        "config.token < 'a'",
        "date(config.token)",
        "config.token ? 1 : 2",
      })
  void aSecretIsNotReadComparedOrMadePartOfAText(String expression) {
    var failed = failure(expression);

    assertThat(failed.code()).isEqualTo("TYPE_MISMATCH");
    assertThat(failed.getMessage()).contains("secret");
  }

  @Test
  void aSecretMayBePassedOnWhole() {
    assertThat(evaluate("config.token", scope())).isEqualTo(new SecretHandle("token"));
    assertThat(evaluate("{auth: config.token}", scope()))
        .isEqualTo(Map.of("auth", new SecretHandle("token")));
    assertThat(evaluate("config.token == null", scope())).isEqualTo(false);
    assertThat(evaluate("config.keys()", scope())).isEqualTo(List.of("token"));
  }

  @Test
  void aHeaderMayBeMadeWithASecretThatItsSenderOpens() {
    for (var source :
        List.of(
            "\"Bearer \" + config.token",
            "\"Bearer ${config.token}\"",
            "Bearer {{config.token}}")) {
      var header = Expression.of(source).evaluateForSending(Scopes.of(scope()));

      assertThat(header).hasToString("[secret]");
      assertThat(header)
          .isInstanceOfSatisfying(
              SecretText.class,
              text ->
                  assertThat(text.open(handle -> "s3cret-" + handle.name()))
                      .isEqualTo("Bearer s3cret-token"));
      assertThat(catchThrowableOfType(EvaluationFailed.class, () -> Values.plain(header)).code())
          .isEqualTo("TYPE_MISMATCH");
    }
  }

  @Test
  void anExpressionWithAProblemFailsWithIt() {
    var failed = failure("1 +");

    assertThat(failed.code()).isEqualTo("PARSE_ERROR");
    assertThat(failed)
        .hasMessage(
            "the expression does not parse: expected a value but found the end (position 3)");
  }
}
