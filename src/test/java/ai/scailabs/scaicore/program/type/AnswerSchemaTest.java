package ai.scailabs.scaicore.program.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ai.scailabs.scaicore.program.bundle.BundleReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerSchemaTest {

  @Test
  void aValueIsCheckedAndEachProblemHasItsPath() {
    var schema =
        schema(
            """
            {"type": "object", "required": ["note"], "properties": {
              "note": {"type": "string", "maxLength": 3},
              "items": {"type": "array", "items": {"type": "object",
                "properties": {"price": {"type": "number", "minimum": 0}}}}}}
            """);
    assertThat(schema.problems(json("{\"note\": \"abc\", \"items\": [{\"price\": 1}]}"))).isEmpty();
    assertThat(schema.problems(json("{\"note\": \"abcd\", \"items\": [{}, {\"price\": -1}]}")))
        .extracting(Mismatch::path)
        .containsExactlyInAnyOrder("note", "items[1].price");
    assertThat(schema.problems(Map.of()))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("'note'"));
    assertThat(schema.problems(null)).hasSize(1);
  }

  @Test
  void aRecursiveSchemaIsChecked() {
    var schema =
        schema(
            """
            {"type": "object", "properties": {"value": {"type": "integer"}, "next": {"$ref": "#"}}}
            """);
    assertThat(schema.problems(json("{\"value\": 1, \"next\": {\"value\": 2}}"))).isEmpty();
    assertThat(schema.problems(json("{\"value\": 1, \"next\": {\"value\": \"2\"}}")))
        .extracting(Mismatch::path)
        .containsExactly("next.value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$ref\": \"#\"}",
        "{\"allOf\": [{\"$ref\": \"#\"}, {\"$ref\": \"#\"}]}",
        "{\"$defs\": {\"a\": {\"$ref\": \"#/$defs/b\"}, \"b\": {\"$ref\": \"#/$defs/a\"}}, \"$ref\": \"#/$defs/a\"}",
        "{\"not\": {\"$ref\": \"#\"}}",
        "{\"$dynamicAnchor\": \"x\", \"anyOf\": [{\"$dynamicRef\": \"#x\"}]}",
      })
  void aSchemaThatRunsInACircleEnds(String text) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(refusals(text, Map.of())).hasSize(1));
  }

  @Test
  void aSchemaThatDoublesAtEveryStepEnds() {
    var definitions = new LinkedHashMap<String, @Nullable Object>();
    for (var i = 0; i < 60; i++) {
      var next = Map.of("$ref", "#/$defs/d" + (i + 1));
      definitions.put("d" + i, Map.of("allOf", List.of(next, next)));
    }
    definitions.put("d60", Map.of("type", "object"));
    var schema = AnswerSchema.of(Map.of("$defs", definitions, "$ref", "#/$defs/d0"));
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThat(schema.problems(Map.of()))
                .containsExactly(
                    new Mismatch("", "cannot be checked: the schema takes too many steps")));
  }

  @Test
  void patternsRunInLinearTime() {
    var schema = AnswerSchema.of(Map.of("type", "string", "pattern", "^(a+)+$"));
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> assertThat(schema.problems("a".repeat(50_000) + "!")).hasSize(1));
    assertThat(schema.problems("aaa")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"pattern\": \"(?=a)b\"}",
        "{\"pattern\": \"(a)\\\\1\"}",
        "{\"pattern\": \"(\"}",
        "{\"properties\": {\"a\": {\"pattern\": \"[\"}}}",
        "{\"patternProperties\": {\"(?!a)\": {}}}",
        "{\"pattern\": \"((a{1000}){1000}){1000}\"}",
        "{\"$ref\": \"http://127.0.0.1:9/schema.json\"}",
        "{\"$ref\": \"file:///etc/passwd\"}",
        "{\"$schema\": \"http://127.0.0.1:9/schema.json\"}",
        "{\"$ref\": \"#/$defs/missing\"}",
      })
  void aSchemaThatCannotBeUsedIsRefusedWithoutLoadingAnything(String text) {
    assertThat(refusals(text, Map.of("a", "b"))).hasSize(1);
  }

  @Test
  void aSchemaOver64KbOrTooDeepIsRefused() {
    var long64 = Map.of("description", "x".repeat(64 * 1024));
    assertThatThrownBy(() -> AnswerSchema.of(long64)).isInstanceOf(SchemaInvalid.class);
    Map<String, Object> deep = Map.of();
    for (var i = 0; i < 100; i++) {
      deep = Map.of("not", deep);
    }
    var tooDeep = deep;
    assertThatThrownBy(() -> AnswerSchema.of(tooDeep)).hasMessageContaining("64");
    assertThat(AnswerSchema.of(Map.of("description", "x".repeat(60_000))).problems(1L)).isEmpty();
  }

  @Test
  void aValueTooLargeOrTooDeepIsRefused() {
    var schema = AnswerSchema.of(Map.of("type", "array"));
    assertThat(schema.problems(new ArrayList<>(java.util.Collections.nCopies(60_000, 1L))))
        .hasSize(1);
    List<Object> deep = List.of();
    for (var i = 0; i < 5_000; i++) {
      deep = List.of(deep);
    }
    assertThat(schema.problems(deep)).hasSize(1);
  }

  @Test
  void oneSchemaNeverSeesAnother() {
    AnswerSchema.of(Map.of("$id", "urn:shared", "type", "string"));
    assertThat(refusals("{\"$ref\": \"urn:shared\"}", Map.of())).hasSize(1);
  }

  @Test
  void formatsAreAsserted() {
    var schema = AnswerSchema.of(Map.of("type", "string", "format", "date"));
    assertThat(schema.problems("2026-02-30")).hasSize(1);
    assertThat(schema.problems("2026-02-28")).isEmpty();
  }

  /** What is wrong, be it said on compiling or on checking. */
  private static List<String> refusals(String schema, Object value) {
    try {
      return schema(schema).problems(value).stream().map(Mismatch::message).toList();
    } catch (SchemaInvalid e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private static AnswerSchema schema(String text) {
    return AnswerSchema.of(json(text));
  }

  private static Map<String, @Nullable Object> json(String text) {
    return BundleReader.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
