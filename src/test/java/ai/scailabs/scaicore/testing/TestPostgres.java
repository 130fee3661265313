package ai.scailabs.scaicore.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** One PostgreSQL server for all tests of this JVM, with a database of its own for each context. */
public final class TestPostgres
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final EmbeddedPostgres SERVER = start();
  private static final AtomicInteger DATABASES = new AtomicInteger();

  /** Creates an empty database and answers its JDBC URL; user {@code postgres}, no password. */
  public static String newDatabase() {
    var name = "test_" + DATABASES.incrementAndGet();
    try (var connection = SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return SERVER.getJdbcUrl("postgres", name);
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

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
