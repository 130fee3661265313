package ai.scailabs.scaicore.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.operations.CannotStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTests {

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, /postgres-linux-x86_64.txz",
    "Linux, aarch64, /postgres-linux-arm_64.txz",
    "Mac OS X, aarch64, /postgres-darwin-arm_64.txz"
  })
  void theseHavePostgres(String osName, String osArch, String archive) {
    assertThat(Platform.of(osName, osArch).archive()).isEqualTo(archive);
  }

  @Test
  void whereThereIsNoneItIsSaid() {
    assertThatThrownBy(() -> Platform.of("Windows 11", "amd64").archive())
        .isInstanceOf(CannotStart.class)
        .hasMessage(
            "no PostgreSQL comes along for windows 11 on x86_64; set SPRING_DATASOURCE_URL to one of yours.");
  }
}
