package ai.scailabs.scaicore.operations;

import ai.scailabs.scaicore.secrets.Resealing;
import ai.scailabs.scaicore.secrets.SealedValues;
import ai.scailabs.scaicore.secrets.SecretBox;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * As much of the service as sealing again needs: the database, the key set, and the list of sealed
 * columns. It serves nothing, runs nothing and migrates nothing, so that it can stand beside
 * replicas. Configured as they are.
 */
@ImportAutoConfiguration({
  ConfigurationPropertiesAutoConfiguration.class,
  DataSourceAutoConfiguration.class,
  JdbcTemplateAutoConfiguration.class,
  JdbcClientAutoConfiguration.class
})
@ConfigurationPropertiesScan(basePackageClasses = SecretBox.class)
@ComponentScan(
    basePackages = "ai.scailabs.scaicore",
    useDefaultFilters = false,
    includeFilters = {
      @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = SealedValues.class),
      @Filter(
          type = FilterType.REGEX,
          pattern = "ai\\.scailabs\\.scaicore\\.secrets\\.SecretsConfiguration")
    })
final class ResealRun {

  private ResealRun() {}

  /**
   * Seals again, and answers what became of each column.
   *
   * @param settings as on the command line of the service, such as {@code
   *     --spring.datasource.url=…}
   */
  static List<Resealing.Count> run(List<String> settings) {
    var application = new SpringApplication(ResealRun.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setLogStartupInfo(false);
    application.setDefaultProperties(Map.of("scaicore.embedded.enabled", true));
    // It listens nowhere, so that a port in use is nothing to it.
    var arguments =
        Stream.concat(
            settings.stream(),
            Stream.of(
                "--server.port=0",
                "--spring.datasource.hikari.maximum-pool-size=2",
                "--spring.datasource.hikari.minimum-idle=1"));
    try (var context = application.run(arguments.toArray(String[]::new))) {
      return new Resealing(
              context.getBean(JdbcClient.class),
              context.getBean(SecretBox.class),
              context.getBeanProvider(SealedValues.class).stream().toList())
          .run();
    }
  }
}
