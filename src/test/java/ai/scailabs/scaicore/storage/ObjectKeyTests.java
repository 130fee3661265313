package ai.scailabs.scaicore.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTests {

  @Test
  void ordinaryIdsStandInTheKeyAsTheyAre() {
    assertThat(ObjectKey.of("scaicore", "ten_acme", "core_06a1q8", "avatar").text())
        .isEqualTo("scaicore/ten_acme/core_06a1q8/avatar");
  }

  @ParameterizedTest
  @CsvSource({
    "../../etc/passwd, %2E.%2F..%2Fetc%2Fpasswd",
    ".., %2E.",
    "/absolute, %2Fabsolute",
    "a b, a%20b",
    "100%, 100%25",
    "é, %C3%A9",
    "a.b, a.b",
  })
  void aHostileSegmentStaysOneSegment(String segment, String inKey) {
    assertThat(ObjectKey.of("a", segment).text()).isEqualTo("a/" + inKey);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "/a", "a/", "a//b", "..", "a/../b", "./a", "a/.b", "a\\b", "a\nb", "é"})
  void aTextThatLeadsElsewhereIsNoKey(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new ObjectKey(text));
  }

  @Test
  void anEmptySegmentOrTooManyCharactersAreNoKey() {
    assertThatIllegalArgumentException().isThrownBy(() -> ObjectKey.of("a", ""));
    assertThatIllegalArgumentException().isThrownBy(() -> ObjectKey.of("a".repeat(1000)));
  }
}
