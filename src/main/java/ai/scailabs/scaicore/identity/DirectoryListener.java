package ai.scailabs.scaicore.identity;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.stereotype.Component;

/**
 * Hears of changes of the directory on a connection of its own, and tells the cache. The triggers
 * of the directory's tables speak on the channel, whoever writes to them.
 */
@Component
class DirectoryListener implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(DirectoryListener.class);
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final DataSource dataSource;
  private final CallerCache cache;
  private volatile @Nullable Thread thread;

  DirectoryListener(DataSource dataSource, CallerCache cache) {
    this.dataSource = dataSource;
    this.cache = cache;
  }

  @Override
  public void start() {
    var listener = Thread.ofVirtual().name("directory-listener").unstarted(this::listen);
    thread = listener;
    listener.start();
  }

  @Override
  public void stop() {
    var running = thread;
    thread = null;
    if (running != null) {
      running.interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void listen() {
    while (Thread.currentThread().equals(thread)) {
      try (var connection = connect()) {
        hear(connection);
      } catch (SQLException | RuntimeException e) {
        if (isRunning() && cache.hears()) {
          log.warn(
              "Not hearing of directory changes, so every caller is looked up: {}", e.toString());
        }
      } finally {
        cache.deaf();
      }
      pause();
    }
  }

  private Connection connect() throws SQLException {
    return DataSourceBuilder.derivedFrom(dataSource)
        .type(SimpleDriverDataSource.class)
        .build()
        .getConnection();
  }

  private void hear(Connection connection) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, (int) SILENCE.toMillis());
    try (var statement = connection.createStatement()) {
      statement.execute("listen scaigrid_directory");
      cache.changed();
      cache.heard();
      var postgres = connection.unwrap(PGConnection.class);
      while (Thread.currentThread().equals(thread)) {
        var changes = postgres.getNotifications((int) SILENCE.toMillis());
        if (changes != null && changes.length > 0) {
          cache.changed();
        } else {
          // Silence may be a broken line: make the server answer.
          statement.execute("select 1");
        }
        cache.heard();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
