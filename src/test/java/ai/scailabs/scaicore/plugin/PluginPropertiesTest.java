package ai.scailabs.scaicore.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.plugin.PluginProperties.Available;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** {@code scaicore.plugins.*}: what each key is without being set, and when it is. */
class PluginPropertiesTest {

  private static PluginProperties bound(Map<String, String> keys) {
    return new Binder(new MapConfigurationPropertySource(keys))
        .bindOrCreate("scaicore.plugins", PluginProperties.class);
  }

  @Test
  void defaultsAreCautious() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new PluginProperties(
                false,
                List.of(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                3,
                Duration.ofMillis(500),
                1_000,
                200,
                List.of()));
  }

  @Test
  void everyKeyIsRead() {
    var keys =
        Map.ofEntries(
            Map.entry("scaicore.plugins.allow-loopback", "true"),
            Map.entry("scaicore.plugins.allowed-hosts", "crm.internal,10.1.0.0/16"),
            Map.entry("scaicore.plugins.timeout", "7s"),
            Map.entry("scaicore.plugins.connect-timeout", "2s"),
            Map.entry("scaicore.plugins.tries", "4"),
            Map.entry("scaicore.plugins.pause", "9ms"),
            Map.entry("scaicore.plugins.connections-per-host", "11"),
            Map.entry("scaicore.plugins.calls-per-tenant", "12"),
            Map.entry("scaicore.plugins.available[0].name", "billing"),
            Map.entry("scaicore.plugins.available[0].endpoint", "https://billing.example"),
            Map.entry("scaicore.plugins.available[0].description", "Bills."),
            Map.entry("scaicore.plugins.available[1].name", "docs"),
            Map.entry("scaicore.plugins.available[1].endpoint", "mcp+https://docs.example"));

    assertThat(bound(keys))
        .isEqualTo(
            new PluginProperties(
                true,
                List.of("crm.internal", "10.1.0.0/16"),
                Duration.ofSeconds(7),
                Duration.ofSeconds(2),
                4,
                Duration.ofMillis(9),
                11,
                12,
                List.of(
                    new Available("billing", "https://billing.example", "Bills."),
                    new Available("docs", "mcp+https://docs.example", null))));
  }

  @Test
  void whatIsOfferedLeadsToAnAddress() {
    assertThatThrownBy(
            () ->
                bound(
                    Map.of(
                        "scaicore.plugins.available[0].name", "round",
                        "scaicore.plugins.available[0].endpoint", "plugin://round")))
        .hasRootCauseMessage(
            "scaicore.plugins.available: the endpoint of round must be an address");
  }

  @ParameterizedTest
  @CsvSource({
    "timeout, 1ms",
    "timeout, 601s",
    "connect-timeout, 61s",
    "tries, 0",
    "tries, 11",
    "pause, 0ms",
    "connections-per-host, 0",
    "calls-per-tenant, 0",
    "allowed-hosts, a b"
  })
  void aBadValueIsRefusedAtTheStart(String key, String value) {
    new ApplicationContextRunner()
        .withUserConfiguration(Settings.class)
        .withPropertyValues("scaicore.plugins." + key + "=" + value)
        .run(context -> assertThat(context).hasFailed());
  }

  @EnableConfigurationProperties(PluginProperties.class)
  static class Settings {}
}
