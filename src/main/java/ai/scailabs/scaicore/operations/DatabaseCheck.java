package ai.scailabs.scaicore.operations;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Fails at once where the configured database does not let us in, rather than with the pool's and
 * the migration's stack traces.
 */
final class DatabaseCheck implements ApplicationListener<ApplicationPreparedEvent> {

  private static final String DRIVER = "jdbc:postgresql:";
  private static final String LIMIT_SECONDS = "10";

  @Override
  public void onApplicationEvent(ApplicationPreparedEvent event) {
    var environment = event.getApplicationContext().getEnvironment();
    var url = environment.getProperty("spring.datasource.url", "");
    if (!url.isBlank()) {
      check(url, environment);
    }
  }

  private static void check(String url, Environment environment) {
    if (!url.startsWith(DRIVER)) {
      // The driver would repeat the whole text, with the password in it.
      throw new CannotStart(
          "SPRING_DATASOURCE_URL must begin with "
              + DRIVER
              + ", such as jdbc:postgresql://db:5432/scaicore; user and password go into"
              + " SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD.");
    }
    var properties = new Properties();
    put(properties, "user", environment.getProperty("spring.datasource.username", ""));
    put(properties, "password", environment.getProperty("spring.datasource.password", ""));
    put(properties, "connectTimeout", LIMIT_SECONDS);
    put(properties, "loginTimeout", LIMIT_SECONDS);
    try {
      DriverManager.getConnection(url, properties).close();
    } catch (SQLException e) {
      // What follows the question mark may hold a password.
      throw new CannotStart(
          "the database at "
              + url.replaceFirst("\\?.*", "")
              + " cannot be reached ("
              + String.valueOf(e.getMessage()).strip().replaceFirst("\\.$", "")
              + "); check SPRING_DATASOURCE_URL, SPRING_DATASOURCE_USERNAME and"
              + " SPRING_DATASOURCE_PASSWORD.",
          e);
    }
  }

  private static void put(Properties properties, String key, String value) {
    if (!value.isEmpty()) {
      properties.setProperty(key, value);
    }
  }
}
