package ai.scailabs.scaicore.testing;

import ai.scailabs.scaicore.ScaiCoreApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The service in an application context of its own, beside others over the same database. */
public final class Replica implements AutoCloseable {

  /** All replicas open each other's secrets. */
  private static final Path FOLDER = folder();

  private final ConfigurableApplicationContext context;

  public Replica(String database) {
    this(database, Map.of());
  }

  /** One with further properties, such as {@code scaicore.limits.enabled}. */
  public Replica(String database, Map<String, String> more) {
    var properties =
        new HashMap<>(
            Map.of(
                "spring.datasource.url", database,
                "server.port", "0",
                "scaicore.demo", "true",
                "scaicore.models.offline", "true",
                "scaicore.limits.enabled", "false",
                "scaicore.unsafe.allow", ServerTest.ALLOWED,
                "scaicore.embedded.data-dir", FOLDER.toString()));
    properties.putAll(more);
    context =
        new SpringApplicationBuilder(ScaiCoreApplication.class)
            .run(
                properties.entrySet().stream()
                    .map(property -> "--" + property.getKey() + "=" + property.getValue())
                    .toArray(String[]::new));
  }

  public ConfigurableApplicationContext context() {
    return context;
  }

  public int port() {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  /** It, as a caller sees it. */
  public Http as(String token) {
    return new Http(port(), token);
  }

  @Override
  public void close() {
    context.close();
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("scaicore-replicas");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
