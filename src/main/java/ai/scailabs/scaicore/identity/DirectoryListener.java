package ai.scailabs.scaicore.identity;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.stereotype.Component;

/**
 * Hears of changes of the directory on a connection of its own, and tells the cache. The triggers
 * of the directory's tables speak on the channel, whoever writes to them, and say nothing but that.
 * That it still hears is not assumed: it says a word on the channel, over another connection, and
 * waits for it. What was committed before the word was said has been heard of once it comes back.
 */
@Component
class DirectoryListener implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(DirectoryListener.class);
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final DataSource dataSource;
  private final CallerCache cache;
  private volatile @Nullable Thread thread;
  private volatile boolean told;

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
      try (var listening = connect();
          var speaking = connect()) {
        hear(listening, speaking);
      } catch (SQLException | RuntimeException e) {
        if (isRunning() && !told) {
          told = true;
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

  /** Until this is stopped, or a word does not come back, which fails. */
  void hear(Connection listening, Connection speaking) throws SQLException {
    listening.setNetworkTimeout(Runnable::run, (int) SILENCE.toMillis());
    speaking.setNetworkTimeout(Runnable::run, (int) SILENCE.toMillis());
    try (var listen = listening.createStatement();
        var say = speaking.prepareStatement("select pg_notify('scaigrid_directory', ?)")) {
      listen.execute("listen scaigrid_directory");
      cache.changed();
      var line = listening.unwrap(PGConnection.class);
      do {
        var word = UUID.randomUUID().toString();
        say.setString(1, word);
        say.execute();
        if (!hears(line, word)) {
          throw new SQLException("nothing comes back on the channel scaigrid_directory");
        }
        cache.heard();
        told = false;
        hears(line, null);
      } while (Thread.currentThread().equals(thread));
    }
  }

  /** Listens until a word comes, or for as long as {@link #SILENCE} where none does. */
  private boolean hears(PGConnection line, @Nullable String word) throws SQLException {
    long end = System.nanoTime() + SILENCE.toNanos();
    for (long left = SILENCE.toMillis();
        left > 0 && !Thread.currentThread().isInterrupted();
        left = Duration.ofNanos(end - System.nanoTime()).toMillis()) {
      var heard = line.getNotifications((int) left);
      boolean comes = false;
      for (var each : heard == null ? new PGNotification[0] : heard) {
        if (each.getParameter().isEmpty()) {
          cache.changed();
        }
        comes |= each.getParameter().equals(word);
      }
      if (comes) {
        return true;
      }
    }
    return false;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
