package ai.scailabs.scaicore.program.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '^',
      value = {
        "string; string",
        " int ; int",
        "array[int]; array[int]",
        "array<array<int>>; array[array[int]]",
        "map<string, float>; map[string, float]",
        "map[string,array<Review>]; map[string, array[Review]]",
        "enum[travel, meals, other]; enum[travel, meals, other]",
        "\"a\" | \"b\"; enum[a, b]",
        "'two words' | \"b\"; enum[\"two words\", b]",
        "string | null; string?",
        "null | string; string?",
        "string?; string?",
        "string??; string?",
        "int | string | null; (int | string)?",
        "(int | string)?; (int | string)?",
        "int | (string | bool); int | string | bool",
        "\"a\" | int | \"b\"; enum[a, b] | int",
        "int | int; int",
        "{amount: float, tags: array[string]?}; {amount: float, tags: array[string]?}",
        "{a?: int, b: {c: date}}; {a: int?, b: {c: date}}",
        "{a: int,}; {a: int}",
        "{}; {}",
        "{\"a b\": int}; {\"a b\": int}",
        "Review; Review",
        "array[Review | null]; array[Review?]",
      })
  void aTypeHasOneCanonicalTextThatParsesBackToIt(String text, String canonical) {
    var type = Type.parse(text);
    assertThat(type.text()).isEqualTo(canonical);
    assertThat(Type.parse(canonical)).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "array",
        "array[",
        "array[]",
        "array[int",
        "array[int>",
        "map[int]",
        "enum[]",
        "null",
        "{a}",
        "{a:}",
        "{a: int, a: int}",
        "int |",
        "| int",
        "int int",
        "1",
        "\"open",
        "(int",
        "array[null]",
        "{a: int"
      })
  void aTextThatIsNoTypeIsInvalidAndSaysWhy(String text) {
    assertThat(Type.parse(text))
        .isInstanceOfSatisfying(
            Type.Invalid.class,
            invalid -> {
              assertThat(invalid.source()).isEqualTo(text);
              assertThat(invalid.problem()).isNotBlank();
            });
  }

  @Test
  void nestingIsBounded() {
    assertThat(Type.parse("array[".repeat(100_000))).isInstanceOf(Type.Invalid.class);
    assertThat(Type.parse("(".repeat(10_000))).isInstanceOf(Type.Invalid.class);
    assertThat(Type.parse("array[".repeat(50) + "int" + "]".repeat(50)))
        .isInstanceOf(Type.Array.class);
    assertThat(Type.parse("int" + "?".repeat(60_000)).text()).isEqualTo("int?");
    Object deep = "int";
    for (var i = 0; i < 10_000; i++) {
      deep = Map.of("a", deep);
    }
    assertThat(Type.of(deep)).isInstanceOf(Type.Invalid.class);
  }

  @Test
  void aMapIsAStructure() {
    assertThat(Type.of(Map.of("a", Map.of("b", "int?"))).text()).isEqualTo("{a: {b: int?}}");
    assertThat(Type.of(List.of())).isInstanceOf(Type.Invalid.class);
    assertThat(Type.of(Map.of("a", 1))).isInstanceOf(Type.Invalid.class);
  }

  @Property
  void anyTextParsesToATypeOrAProblem(@ForAll String text) {
    var type = Type.parse(text);
    if (!(type instanceof Type.Invalid)) {
      assertThat(Type.parse(type.text())).isEqualTo(type);
    }
  }

  @ParameterizedTest
  @CsvSource({"30s,30000", "5m,300000", "1h30m,5400000", "250ms,250", "2d,172800000", "PT1M,60000"})
  void durationsAreRead(String text, long millis) {
    assertThat(DurationText.parse(text)).hasValueSatisfying(d -> assertThat(d).hasMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "5", "m", "-5m", "5 parsecs", "PT-1S", "99999999999d"})
  void whatIsNoDurationIsNotRead(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
  }
}
