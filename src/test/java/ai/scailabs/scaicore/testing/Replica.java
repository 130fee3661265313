package ai.scailabs.scaicore.testing;

import ai.scailabs.scaicore.ScaiCoreApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The service in an application context of its own, beside others over the same database. */
public final class Replica implements AutoCloseable {

  /** All replicas open each other's secrets. */
  private static final Path FOLDER = folder();

  private final ConfigurableApplicationContext context;

  /** One over this database; {@code more} are further arguments. */
  public Replica(String database, List<String> more) {
    var arguments = new ArrayList<>(more);
    arguments.addAll(
        List.of(
            "--spring.datasource.url=" + database,
            "--server.port=0",
            "--scaicore.demo=true",
            "--scaicore.models.offline=true",
            "--scaicore.models.allow-loopback=true",
            "--scaicore.embedded.data-dir=" + FOLDER));
    context =
        new SpringApplicationBuilder(ScaiCoreApplication.class)
            .run(arguments.toArray(String[]::new));
  }

  public Replica(String database) {
    this(database, List.of());
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
