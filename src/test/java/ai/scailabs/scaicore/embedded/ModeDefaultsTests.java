package ai.scailabs.scaicore.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class ModeDefaultsTests {

  @Test
  void withNothingSetEverythingIsLocal() {
    var environment = environment(Map.of("scaicore.embedded.enabled", true), Map.of());

    assertThat(environment.getProperty("server.address")).isEqualTo("127.0.0.1");
    assertThat(environment.getProperty("scaicore.demo")).isEqualTo("true");
    assertThat(environment.getProperty("scaicore.models.offline")).isEqualTo("true");
    assertThat(environment.getProperty("scaicore.plugins.allow-loopback")).isEqualTo("true");
    assertThat(environment.getProperty("logging.structured.format.console")).isNull();
    assertThat(environment.getProperty("scaicore.embedded.data-dir"))
        .isEqualTo(Path.of("data").toAbsolutePath().toString());
  }

  @Test
  void theDataFolderAndTheSwitchesComeFromTheEnvironment() {
    var environment =
        environment(
            Map.of("scaicore.embedded.enabled", true),
            Map.of("SCAICORE_DATA_DIR", "/srv/./scaicore", "SCAICORE_DEMO", "false"));

    assertThat(environment.getProperty("scaicore.embedded.data-dir")).isEqualTo("/srv/scaicore");
    assertThat(environment.getProperty("scaicore.demo")).isEqualTo("false");
  }

  @Test
  void withADatabaseNothingIsEmbeddedAndEverySwitchIsOff() {
    var environment =
        environment(
            Map.of("scaicore.embedded.enabled", true),
            Map.of("SPRING_DATASOURCE_URL", "jdbc:postgresql://db/scaicore"));

    assertThat(environment.getProperty("scaicore.embedded.enabled")).isEqualTo("false");
    assertThat(environment.getProperty("scaicore.embedded.data-dir")).isNull();
    assertThat(environment.getProperty("server.address")).isNull();
    assertThat(environment.getProperty("scaicore.demo")).isNull();
    assertThat(environment.getProperty("scaicore.models.offline")).isNull();
    assertThat(environment.getProperty("scaicore.models.allow-loopback")).isNull();
    assertThat(environment.getProperty("scaicore.plugins.allow-loopback")).isNull();
    assertThat(environment.getProperty("logging.structured.format.console")).isEqualTo("ecs");
  }

  @Test
  void withADatabaseASwitchThatIsSetIsHonoured() {
    var environment =
        environment(
            Map.of(),
            Map.of(
                "SPRING_DATASOURCE_URL", "jdbc:postgresql://db/scaicore", "SCAICORE_DEMO", "true"));

    assertThat(environment.getProperty("scaicore.demo")).isEqualTo("true");
  }

  @Test
  void outsideOfTheRealProcessNothingIsEmbedded() {
    var environment = environment(Map.of(), Map.of());

    assertThat(environment.getProperty("scaicore.embedded.data-dir")).isNull();
  }

  private static StandardEnvironment environment(
      Map<String, Object> properties, Map<String, Object> variables) {
    var environment = new StandardEnvironment();
    var sources = environment.getPropertySources();
    sources.remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
    sources.replace(
        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
        new SystemEnvironmentPropertySource(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    sources.addLast(new MapPropertySource("properties", properties));
    new ModeDefaults().postProcessEnvironment(environment, new SpringApplication());
    return environment;
  }
}
