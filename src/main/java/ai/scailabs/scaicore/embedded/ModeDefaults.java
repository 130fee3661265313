package ai.scailabs.scaicore.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.ClassPathResource;

/**
 * Chooses between the two ways to run: production, where {@code spring.datasource.url} is set, and
 * the embedded default, where it is not. Each has a file of defaults, which any other source of
 * configuration overrides. In the embedded default {@code scaicore.embedded.data-dir} is the
 * absolute path of the data folder; elsewhere there is no such property.
 */
final class ModeDefaults implements EnvironmentPostProcessor, Ordered {

  /** Whether the embedded default may be chosen, and, later, that it was. */
  static final String ENABLED = "scaicore.embedded.enabled";

  static final String DATA_DIR = "scaicore.embedded.data-dir";

  @Override
  public int getOrder() {
    return ConfigDataEnvironmentPostProcessor.ORDER + 10;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    var sources = environment.getPropertySources();
    if (!environment.getProperty("spring.datasource.url", "").isBlank()) {
      sources.addFirst(new MapPropertySource("scaicore-mode", Map.of(ENABLED, false)));
      addDefaults(environment, "mode-production.yaml");
    } else if (environment.getProperty(ENABLED, Boolean.class, false)) {
      var folder = Path.of(environment.getProperty("scaicore.data-dir", "data"));
      sources.addFirst(
          new MapPropertySource(
              "scaicore-mode", Map.of(DATA_DIR, folder.toAbsolutePath().normalize().toString())));
      addDefaults(environment, "mode-embedded.yaml");
    }
  }

  private static void addDefaults(ConfigurableEnvironment environment, String file) {
    try {
      new YamlPropertySourceLoader()
          .load(file, new ClassPathResource(file))
          .forEach(environment.getPropertySources()::addLast);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
