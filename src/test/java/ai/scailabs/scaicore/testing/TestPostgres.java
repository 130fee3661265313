package ai.scailabs.scaicore.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** One PostgreSQL server for all tests of this JVM, with a database of its own for each context. */
public final class TestPostgres
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final String IMAGE = "postgres:18.4-alpine";
  private static final String CONNECTIONS = "200";

  /** The JDBC URL of each database of the server. */
  private static final UnaryOperator<String> SERVER = start();

  private static final AtomicInteger DATABASES = new AtomicInteger();

  /** Creates an empty database and answers its JDBC URL; user {@code postgres}, no password. */
  public static String newDatabase() {
    var name = "test_" + DATABASES.incrementAndGet();
    try (var connection = DriverManager.getConnection(SERVER.apply("postgres"));
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return SERVER.apply(name);
  }

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    var sources = context.getEnvironment().getPropertySources();
    if (!sources.contains("test-postgres")) {
      sources.addFirst(
          new MapPropertySource(
              "test-postgres",
              Map.of(
                  "spring.datasource.url", newDatabase(),
                  "scaicore.embedded.data-dir", newFolder())));
    }
  }

  /** Where the key set and the objects of a context go. */
  private static String newFolder() {
    try {
      return Files.createTempDirectory("scaicore-test").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static UnaryOperator<String> start() {
    return switch (TestServers.chosen()) {
      case CONTAINERS -> inContainer();
      case EMBEDDED -> onThisMachine();
    };
  }

  private static UnaryOperator<String> onThisMachine() {
    try {
      var server =
          EmbeddedPostgres.builder()
              .setServerConfig("max_connections", CONNECTIONS)
              .setRegisterShutdownHook(false)
              .start();
      // After the contexts, which would wait for it else.
      SpringApplication.getShutdownHandlers().add(() -> close(server));
      return database -> server.getJdbcUrl("postgres", database);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(EmbeddedPostgres server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("resource") // Testcontainers removes it when this JVM ends
  private static UnaryOperator<String> inContainer() {
    var server =
        new PostgreSQLContainer(IMAGE)
            .withUsername("postgres")
            .withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
            .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=" + CONNECTIONS);
    server.start();
    return database ->
        "jdbc:postgresql://%s:%d/%s?user=postgres"
            .formatted(server.getHost(), server.getMappedPort(5432), database);
  }
}
