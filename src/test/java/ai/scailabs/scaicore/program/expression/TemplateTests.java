package ai.scailabs.scaicore.program.expression;

import static ai.scailabs.scaicore.program.expression.Scopes.render;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates: text with expressions in it. */
class TemplateTests {

  private static Map<String, Object> scope() {
    var scope = new HashMap<String, Object>();
    scope.put("name", "Ada");
    scope.put("amount", 100.0);
    scope.put("items", List.of(1, "two"));
    scope.put("member", Map.of("a", 1));
    scope.put("wait", Duration.ofMinutes(5));
    scope.put("day", LocalDate.of(2026, 1, 2));
    scope.put("time", Instant.parse("2026-01-02T10:00:00Z"));
    scope.put("level", new Symbol("high"));
    scope.put("decision", new TextualMap("approve", Map.of("comment", "ok")));
    return scope;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "no expression at all ~ no expression at all",
        "Hi {{name}}! ~ Hi Ada!",
        "Hi ${name}! ~ Hi Ada!",
        "{{ name.upper() }} and {{amount + 1}} ~ ADA and 101",
        "{{amount}} EUR ~ 100 EUR",
        "a {{items}} b ~ a [1,\"two\"] b",
        "a {{member}} b ~ a {\"a\":1} b",
        "a {{null}} b ~ a  b",
        "in {{wait}} ~ in PT5M",
        "on {{day}} ~ on 2026-01-02",
        "at {{time}} ~ at 2026-01-02T10:00:00Z",
        "is {{level}} ~ is high",
        "was {{decision}}: {{decision.comment}} ~ was approve: ok",
        "{\"a\": {\"b\": {{amount}}}} ~ {\"a\": {\"b\": 100}}",
        "{\"a\": \"{{name}}\"} ~ {\"a\": \"Ada\"}",
        "x {{ {a: {b: 2}}.a.b }} ~ x 2",
        "x {{\"{{\"}}y}} ~ x {{y}}",
        "x {{ \"}}\" }} ~ x }}",
        "costs $5 {not} {{'${'}} ~ ERROR",
        "costs $5 {not} {{'\\${'}} ~ costs $5 {not} ${",
        "a ${items.map(x => {v: x}).length} b ~ a 2 b",
      })
  void expressionsAreReplacedByTheirText(String template, String text) {
    if (text.equals("ERROR")) {
      assertThat(Expression.template(template).problem()).isPresent();
      return;
    }
    assertThat(render(template, scope())).isEqualTo(text);
  }

  @Test
  void aTemplateThatIsOneExpressionIsItsValue() {
    assertThat(render("{{items}}", scope())).isEqualTo(List.of(1, "two"));
    assertThat(render("{{amount}}", scope())).isEqualTo(100.0);
    assertThat(render("{{null}}", scope())).isNull();
    assertThat(render("${amount}", scope())).isEqualTo("100");
    assertThat(render(" {{amount}}", scope())).isEqualTo(" 100");
  }

  @Test
  void aTemplateMayBeAMapOrListOfTemplates() {
    var body = Map.of("to", "{{name}}", "n", 1, "list", List.of("x {{amount}}"));

    assertThat(Expression.template(body).evaluate(Scopes.of(scope())))
        .isEqualTo(Map.of("to", "Ada", "n", 1L, "list", List.of("x 100")));
  }

  @Test
  void aTemplateIsReadInOneGoHoweverLongItsText() {
    var text = "lorem ipsum $ { ".repeat(50_000) + "{{name}}";

    assertThat((String) render(text, scope())).hasSize(800_003).endsWith("Ada");
  }
}
