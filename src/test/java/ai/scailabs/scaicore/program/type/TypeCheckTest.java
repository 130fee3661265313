package ai.scailabs.scaicore.program.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeCheckTest {

  private static final Map<String, Type> NAMED =
      Map.of(
          "Review", Type.parse("{amount: float, category: enum[travel, meals], note: string?}"),
          "Tree", Type.parse("{value: int, children: array[Tree]}"),
          "Alias", Type.parse("Alias"),
          "Fork", Type.parse("{a: Fork | Fork2 | null}"),
          "Fork2", Type.parse("{a: Fork2 | Fork | null, b: int}"));

  @ParameterizedTest
  @CsvSource({
    "string,x",
    "email,a.b@example.com",
    "url,https://example.com/a?b=c",
    "uuid,0190b2c4-7f4e-7aaa-8bbb-0123456789ab",
    "date,2026-01-31",
    "datetime,2026-01-31T09:00:00Z",
    "datetime,2026-01-31T09:00:00+02:00",
    "duration,30s",
    "money,12.50 EUR",
    "money,EUR 3"
  })
  void aTextOfItsFormatFits(String type, String value) {
    assertThat(problems(type, value)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "int,12",
    "float,1.5",
    "bool,true",
    "email,a@b",
    "email,@example.com",
    "email,a b@example.com",
    "url,example.com",
    "url,/a",
    "uuid,12",
    "date,2026-02-30",
    "date,31.1.2026",
    "datetime,2026-01-31",
    "duration,soon",
    "money,12.50",
    "object,x"
  })
  void aTextThatIsNotItsFormatDoesNotFitAndNumericTextIsNoNumber(String type, String value) {
    assertThat(problems(type, value))
        .singleElement()
        .satisfies(problem -> assertThat(problem).startsWith(": must be a").contains("got \""));
  }

  @Test
  void theMessageSaysWhatIsWantedAndWhatCame() {
    assertThat(problems("string", 5L)).containsExactly(": must be a string, got int");
    assertThat(problems("int", 1.5)).containsExactly(": must be an int, got float");
    assertThat(problems("float", 1L)).isEmpty();
    assertThat(problems("int", 3.0)).isEmpty();
    assertThat(problems("bool", null)).containsExactly(": must be a bool, got null");
    assertThat(problems("string?", null)).isEmpty();
    assertThat(problems("int | string", true)).containsExactly(": must be int | string, got bool");
    assertThat(problems("enum[a, b]", "c")).containsExactly(": must be one of a, b, got \"c\"");
  }

  @Test
  void pathsLeadIntoTheValue() {
    var review = new LinkedHashMap<String, @Nullable Object>();
    review.put("category", "food");
    review.put("extra", 1L);
    assertThat(
            problems("array[Review]", List.of(Map.of("amount", 1L, "category", "meals"), review)))
        .containsExactly(
            "[1].amount: is required", "[1].category: must be one of travel, meals, got \"food\"");
    assertThat(problems("map[string, int]", Map.of("a", "b")))
        .containsExactly("a: must be an int, got \"b\"");
    assertThat(problems("map[int, int]", Map.of("x", 1L)))
        .containsExactly("x: must be an int, got \"x\"");
    assertThat(problems("map[int, int]", Map.of("7", 1L))).isEmpty();
  }

  @Test
  void recursiveTypesAndCirclesEnd() {
    var leaf = Map.of("value", 1L, "children", List.of());
    assertThat(problems("Tree", Map.of("value", 1L, "children", List.of(leaf)))).isEmpty();
    assertThat(problems("Alias", 1L)).hasSize(1);
    assertThat(problems("Nowhere", 1L)).hasSize(1);
    Map<String, Object> fork = Map.of("a", 1L);
    for (var i = 0; i < 60; i++) {
      fork = Map.of("a", fork);
    }
    assertThat(problems("Fork", fork)).isNotEmpty();
  }

  @Test
  void problemsAreBounded() {
    assertThat(problems("array[string]", new ArrayList<>(Collections.nCopies(1_000_000, 1L))))
        .hasSize(100);
  }

  private static List<String> problems(String type, @Nullable Object value) {
    return TypeCheck.problems(Type.parse(type), NAMED, value).stream()
        .map(problem -> problem.path() + ": " + problem.message())
        .toList();
  }
}
