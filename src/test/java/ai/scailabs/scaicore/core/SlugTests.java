package ai.scailabs.scaicore.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.web.ValidationFailed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlugTests {

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource({
    "Approval Agent, approval-agent",
    "'  Two   words ', two-words",
    "Émile's Café, emiles-cafe",
    "Straße & Ærø, strasse-aero",
    "v2.1 (beta), v2-1-beta",
    "日本 agent, agent",
    "ＦＵＬＬ width, full-width",
  })
  void aNameIsFoldedToAscii(String name, String slug) {
    assertThat(Slug.of(name).text()).isEqualTo(slug);
  }

  @Test
  void aLongNameIsCutAt63WithoutATrailingDash() {
    assertThat(Slug.of("a".repeat(62) + " tail").text()).isEqualTo("a".repeat(62));
    assertThat(Slug.of("b".repeat(200)).text()).hasSize(63);
  }

  @Test
  void aNameThatLeavesNothingIsRefused() {
    assertThatThrownBy(() -> Slug.of("日本 ✓"))
        .isInstanceOf(ValidationFailed.class)
        .hasMessageContaining("leaves no slug");
  }
}
