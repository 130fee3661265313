package ai.scailabs.scaicore.program.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonSchemasTest {

  @Test
  void aStructureBecomesAnObjectWithItsRequiredMembers() {
    var schema = schema("{amount: float, category: enum[travel, meals], note: string?}", Map.of());
    assertThat(schema)
        .containsEntry("$schema", "https://json-schema.org/draft/2020-12/schema")
        .containsEntry("type", "object")
        .containsEntry("required", List.of("amount", "category"));
    assertThat(schema.get("properties"))
        .hasToString(
            "{amount={type=number}, category={type=string, enum=[travel, meals]},"
                + " note={anyOf=[{type=string}, {type=null}]}}");
  }

  @Test
  void aNamedRootIsSpelledOutAndNamesBelowItAreReferences() {
    var named =
        Map.of(
            "Review",
            Type.parse("{amount: float, by: Person}"),
            "Person",
            Type.parse("{name: string}"));
    var schema = schema("Review", named);
    assertThat(schema).containsEntry("type", "object").doesNotContainKey("$ref");
    assertThat(schema.get("$defs"))
        .hasToString("{Person={type=object, properties={name={type=string}}, required=[name]}}");
  }

  @Test
  void recursiveTypesBecomeSchemasThatCheck() {
    var named = Map.of("Tree", Type.parse("{value: int, children: array[Tree]}"));
    var schema = AnswerSchema.of(schema("Tree", named));
    assertThat(
            schema.problems(
                Map.of(
                    "value", 1L, "children", List.of(Map.of("value", 2L, "children", List.of())))))
        .isEmpty();
    assertThat(schema.problems(Map.of("value", 1L, "children", List.of(Map.of("value", 2L)))))
        .extracting(Mismatch::path)
        .containsExactly("children[0]");
  }

  @Test
  void circlesAndUnknownNamesAcceptAnything() {
    var named = Map.of("A", Type.parse("B"), "B", Type.parse("A"));
    for (var text : List.of("A", "{a: A, b: Nowhere}", "array[B]")) {
      assertThat(AnswerSchema.of(schema(text, named))).isNotNull();
    }
  }

  @Test
  void aTypeAndItsSchemaAgree() {
    var examples =
        Map.<String, List<Object>>of(
            "string", List.of("x"),
            "int", List.of(1L, -7L),
            "float", List.of(1L, 1.5),
            "bool", List.of(true),
            "date", List.of("2026-01-31"),
            "datetime", List.of("2026-01-31T09:00:00Z"),
            "duration", List.of("1h30m"),
            "email", List.of("a@example.com"),
            "map[string, array[int]]", List.of(Map.of("a", List.of(1L))),
            "(int | \"none\")?", List.of(1L, "none"));
    examples.forEach(
        (text, values) -> {
          var type = Type.parse(text);
          var schema = AnswerSchema.of(JsonSchemas.of(type, Map.of()));
          for (var value : values) {
            assertThat(TypeCheck.problems(type, Map.of(), value)).as(text).isEmpty();
            assertThat(schema.problems(value)).as(text).isEmpty();
          }
          Object wrong = List.of(List.of());
          assertThat(TypeCheck.problems(type, Map.of(), wrong)).as(text).isNotEmpty();
          assertThat(schema.problems(wrong)).as(text).isNotEmpty();
        });
  }

  private static Map<String, @Nullable Object> schema(String text, Map<String, Type> named) {
    return JsonSchemas.of(Type.parse(text), named);
  }
}
