package ai.scailabs.scaicore.testing;

import ai.scailabs.scaicore.ScaiCoreApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/** The service in an application context of its own, beside others over the same database. */
public final class Replica implements AutoCloseable {

  /** All replicas open each other's secrets. */
  private static final Path FOLDER = folder();

  private static final ReentrantLock SETTING_UP = new ReentrantLock();

  private final ConfigurableApplicationContext context;

  public Replica(String database) {
    this(database, List.of());
  }

  /** One over this database; {@code more} are further arguments, and win over the usual ones. */
  public Replica(String database, List<String> more) {
    var usual =
        List.of(
            "--spring.datasource.url=" + database,
            "--server.port=0",
            "--scaicore.demo=true",
            "--scaicore.models.offline=true",
            "--scaicore.models.allow-loopback=true",
            "--scaicore.limits.enabled=false",
            "--scaicore.unsafe.allow=" + ServerTest.ALLOWED,
            "--scaicore.embedded.data-dir=" + FOLDER);
    // Two arguments of one name would be taken for a list.
    var arguments = new LinkedHashMap<String, String>();
    usual.forEach(argument -> arguments.put(name(argument), argument));
    more.forEach(argument -> arguments.put(name(argument), argument));
    context = started(arguments.values().toArray(String[]::new));
  }

  /** Set up one after the other, for they share the logging of the process; then side by side. */
  private static ConfigurableApplicationContext started(String... arguments) {
    SETTING_UP.lock();
    try {
      return new SpringApplicationBuilder(ScaiCoreApplication.class)
          .listeners((ApplicationListener<ApplicationPreparedEvent>) event -> SETTING_UP.unlock())
          .run(arguments);
    } finally {
      if (SETTING_UP.isHeldByCurrentThread()) {
        SETTING_UP.unlock();
      }
    }
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

  private static String name(String argument) {
    return argument.substring(0, argument.indexOf('='));
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("scaicore-replicas");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
