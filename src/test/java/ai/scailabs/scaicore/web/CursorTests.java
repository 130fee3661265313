package ai.scailabs.scaicore.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTests {

  @Test
  void whatIsWrittenIsRead() {
    var time = Instant.parse("2026-01-31T12:00:00.123456Z");
    var cursor = Cursor.decode(Cursor.at(time, 7, "core_1").encoded(), 3);
    assertThat(cursor.instant(0)).isEqualTo(time);
    assertThat(cursor.integer(1)).isEqualTo(7);
    assertThat(cursor.text(2)).isEqualTo("core_1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "%%%", "YWJj", "AAAA", "🙂", "null"})
  void whatWeDidNotWriteIsAValidationError(String text) {
    assertInvalid(() -> Cursor.decode(text, 2));
  }

  @Test
  void aCursorOfAnotherListIsAValidationError() {
    assertInvalid(() -> Cursor.decode(Cursor.at("a").encoded(), 2));
    assertInvalid(() -> Cursor.decode(Cursor.at("a", "b").encoded(), 2).instant(0));
    assertInvalid(() -> Cursor.decode(Cursor.at("a", "b").encoded(), 2).integer(1));
    var nul = Base64.getUrlEncoder().encodeToString("a\0\nb".getBytes(StandardCharsets.UTF_8));
    assertInvalid(() -> Cursor.decode(nul, 2));
  }

  @Test
  void aTimeThatNoColumnHoldsIsAValidationError() {
    assertInvalid(
        () -> Cursor.decode(Cursor.at("+1000000000-12-31T23:59:59Z", "b").encoded(), 2).instant(0));
  }

  @Test
  void aPageEndsWhereTheRowsEnd() {
    assertThat(Page.of(List.of(1, 2), 2, Cursor::at).nextCursor()).isNull();
    var page = Page.of(List.of(1, 2, 3), 2, Cursor::at);
    assertThat(page.items()).containsExactly(1, 2);
    assertThat(page.nextCursor()).isEqualTo(Cursor.at(2).encoded());
    assertThat(page.map(i -> "n" + i).items()).containsExactly("n1", "n2");
  }

  private static void assertInvalid(org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOf(ValidationFailed.class)
        .hasMessageStartingWith("cursor is not one of ours");
  }
}
