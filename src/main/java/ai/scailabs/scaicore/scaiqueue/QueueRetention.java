package ai.scailabs.scaicore.scaiqueue;

import java.time.Duration;
import java.util.function.IntSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Ends messages whose time to live is over, and removes what was kept long enough; some at a time,
 * and each replica what no other has in hand.
 */
@Component
class QueueRetention {

  private static final int BATCH = 2_000;
  private static final int BATCHES = 500;

  private final JdbcClient jdbc;
  private final QueueProperties properties;

  QueueRetention(JdbcClient jdbc, QueueProperties properties) {
    this.jdbc = jdbc;
    this.properties = properties;
  }

  /** Index: mod_scaiqueue_messages_expiring. Nobody is given them meanwhile. */
  @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
  void expire() {
    repeat(
        () ->
            jdbc.sql(
                    """
                    update mod_scaiqueue_messages
                    set status = 'expired', ended_at = now(), dead_at = null
                    where id = any(array(
                      select id from mod_scaiqueue_messages
                      where expires_at <= now() and (status in ('ready', 'broadcast')
                        or status = 'claimed' and visible_at <= now())
                      limit ? for update skip locked))
                    """)
                .param(BATCH)
                .update());
  }

  /** Indexes: mod_scaiqueue_messages_ended, …_broadcast_age, …_dead_age. */
  @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT7M")
  void sweep() {
    remove("ended_at < now() - make_interval(secs => ?)", properties.retention());
    remove(
        "status = 'broadcast' and published_at < now() - make_interval(secs => ?)",
        properties.retention());
    remove(
        """
        dead_at < now() - make_interval(secs => ?)
          and (status = 'ready' or status = 'claimed' and visible_at <= now())\
        """,
        properties.deadLetterRetention());
    jdbc.sql("delete from mod_scaiqueue_consumers where seen_at < now() - make_interval(secs => ?)")
        .param(2 * properties.retention().toSeconds())
        .update();
  }

  private void remove(String which, Duration age) {
    repeat(
        () ->
            jdbc.sql(
                    """
                    delete from mod_scaiqueue_messages where id = any(array(
                      select id from mod_scaiqueue_messages where %s
                      limit ? for update skip locked))
                    """
                        .formatted(which))
                .params(age.toSeconds(), BATCH)
                .update());
  }

  private static void repeat(IntSupplier batch) {
    for (int i = 0; i < BATCHES; i++) {
      if (batch.getAsInt() < BATCH) {
        return;
      }
    }
  }
}
