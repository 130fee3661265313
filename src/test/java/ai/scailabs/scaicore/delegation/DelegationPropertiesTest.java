package ai.scailabs.scaicore.delegation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** {@code scaicore.delegation.*}: what each key is without being set, and when it is. */
class DelegationPropertiesTest {

  private static DelegationProperties bound(Map<String, String> keys) {
    return new Binder(new MapConfigurationPropertySource(keys))
        .bindOrCreate("scaicore.delegation", DelegationProperties.class);
  }

  @Test
  void aTokenLivesFiveMinutesAndAKeyAMonth() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new DelegationProperties("scaicore", Duration.ofMinutes(5), Duration.ofDays(30)));
  }

  @Test
  void everyKeyIsRead() {
    assertThat(
            bound(
                Map.of(
                    "scaicore.delegation.issuer", "https://grid.example",
                    "scaicore.delegation.token-lifetime", "1m",
                    "scaicore.delegation.key-lifetime", "7d")))
        .isEqualTo(
            new DelegationProperties(
                "https://grid.example", Duration.ofMinutes(1), Duration.ofDays(7)));
  }

  @ParameterizedTest
  @CsvSource({
    "issuer, ' '",
    "token-lifetime, 29s",
    "token-lifetime, 61m",
    "key-lifetime, 1h",
    "key-lifetime, 3651d"
  })
  void aBadValueIsRefusedAtTheStart(String key, String value) {
    new ApplicationContextRunner()
        .withUserConfiguration(Settings.class)
        .withPropertyValues("scaicore.delegation." + key + "=" + value)
        .run(context -> assertThat(context).hasFailed());
  }

  @EnableConfigurationProperties(DelegationProperties.class)
  static class Settings {}
}
