package ai.scailabs.scaicore.program.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The values of the language at its borders. */
class ValuesTests {

  @Test
  void whatReadersGiveBecomesAValueOfTheLanguage() {
    assertThat(Values.normalise(7)).isEqualTo(7L);
    assertThat(Values.normalise((short) 7)).isEqualTo(7L);
    assertThat(Values.normalise(new BigInteger("12345678901234567890")))
        .isEqualTo(1.2345678901234567e19);
    assertThat(Values.normalise(new BigDecimal("100"))).isEqualTo(100L);
    assertThat(Values.normalise(new BigDecimal("1.5"))).isEqualTo(1.5);
    assertThat(Values.normalise(new BigDecimal("1e999999999"))).isNull();
    assertThat(Values.normalise(new BigDecimal("1e2147483647"))).isNull();
    assertThat(Values.normalise(1.5f)).isEqualTo(1.5);
    assertThat(Values.normalise(Double.NaN)).isNull();
    assertThat(Values.normalise(new byte[] {1, 2})).isEqualTo("AQI=");
    assertThat(Values.normalise(OffsetDateTime.parse("2026-01-02T10:00:00+01:00")))
        .isEqualTo(Instant.parse("2026-01-02T09:00:00Z"));
    assertThat(Values.normalise(Map.of("a", List.of(1, Map.of("b", 2)))))
        .isEqualTo(Map.of("a", List.of(1L, Map.of("b", 2L))));
  }

  @Test
  void otherObjectsAndKeysAreRefused() {
    assertThat(refused(new Object())).isEqualTo("a value of the type Object cannot be used");
    assertThat(refused(Map.of(1, 2))).isEqualTo("the keys of a map must be strings, not int");
    assertThat(refused(List.of(new StringBuilder("x"))))
        .isEqualTo("a value of the type StringBuilder cannot be used");
  }

  @Test
  void plainValuesAreWhatJsonHas() {
    var value =
        Map.of(
            "wait", Duration.ofMinutes(5),
            "day", LocalDate.of(2026, 1, 2),
            "tags", List.of(new Symbol("a"), 1.5, true),
            "answer", new TextualMap("yes", Map.of("at", Instant.EPOCH)));

    assertThat(Values.plain(value))
        .isEqualTo(
            Map.of(
                "wait",
                "PT5M",
                "day",
                "2026-01-02",
                "tags",
                List.of("a", 1.5, true),
                "answer",
                Map.of("at", "1970-01-01T00:00:00Z")));
    assertThat(Values.plain(null)).isNull();
    var already = Values.normalise(List.of(1, "a"));
    assertThat(Values.plain(already)).isSameAs(already);
  }

  @Test
  void aSecretIsNeverPlain() {
    for (var value : List.of(new SecretHandle("t"), List.of(Map.of("a", new SecretHandle("t"))))) {
      var failed = catchThrowableOfType(EvaluationFailed.class, () -> Values.plain(value));
      assertThat(failed.code()).isEqualTo("TYPE_MISMATCH");
      assertThat(catchThrowableOfType(EvaluationFailed.class, () -> Values.text(value)))
          .hasMessageContaining("secret");
    }
  }

  @Test
  void textIsWhatATemplateShows() {
    assertThat(Values.text(null)).isEmpty();
    assertThat(Values.text(100.0)).isEqualTo("100");
    assertThat(Values.text(-0.0)).isEqualTo("0");
    assertThat(Values.text(0.1 + 0.2)).isEqualTo("0.30000000000000004");
    assertThat(Values.text(0.00001)).isEqualTo("0.00001");
    assertThat(Values.text(1e20)).isEqualTo("100000000000000000000");
    assertThat(Values.text(1e21)).isEqualTo("1.0E21");
    assertThat(Values.text(Arrays.asList(null, "\u0001\"é"))).isEqualTo("[null,\"\\u0001\\\"é\"]");
    assertThat(Values.text(new TextualMap("yes", Map.of()))).isEqualTo("yes");
  }

  @Test
  void equalityIsDeepAndByAmount() {
    assertThat(Values.equal(1, 1.0)).isTrue();
    assertThat(Values.equal(List.of(1, Map.of("a", 2)), List.of(1L, Map.of("a", 2.0)))).isTrue();
    assertThat(Values.equal(new TextualMap("yes", Map.of()), "yes")).isTrue();
    assertThat(Values.equal(new Symbol("yes"), new TextualMap("yes", Map.of()))).isTrue();
    assertThat(Values.equal("1", 1)).isFalse();
    assertThat(Values.equal(null, false)).isFalse();
    assertThat(Values.equal(Duration.ofHours(1), Duration.ofMinutes(60))).isTrue();
  }

  @Test
  void kindsHaveAWordEach() {
    assertThat(Values.kind(1)).isEqualTo("int");
    assertThat(Values.kind(1.0)).isEqualTo("float");
    assertThat(Values.kind(new SecretHandle("t"))).isEqualTo("secret");
    assertThat(Values.kind(new TextualMap("a", Map.of()))).isEqualTo("map");
    assertThat(Values.kind(Instant.EPOCH)).isEqualTo("datetime");
  }

  @Test
  void collectionsOfTheLanguageDoNotChange() {
    var list = (List<?>) Objects.requireNonNull(Scopes.evaluate("[1]"));
    var map = (Map<?, ?>) Objects.requireNonNull(Scopes.evaluate("{a: 1}"));

    assertThat(catchThrowableOfType(UnsupportedOperationException.class, list::removeFirst))
        .isNotNull();
    assertThat(catchThrowableOfType(UnsupportedOperationException.class, map::clear)).isNotNull();
  }

  private static String refused(Object value) {
    var failed = catchThrowableOfType(EvaluationFailed.class, () -> Values.normalise(value));
    assertThat(failed.code()).isEqualTo("TYPE_MISMATCH");
    return String.valueOf(failed.getMessage());
  }
}
