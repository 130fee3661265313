package ai.scailabs.scaicore.execution.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How far the logs of all Cores have come, asked for all streams together a few times a second: a
 * thousand streams of Cores that say nothing cost one question.
 */
@Component
class LogHeads {

  private static final long FRESH = Duration.ofMillis(200).toNanos();

  /** After so long what has come in between is not looked through. */
  private static final long LONG_AGO = Duration.ofSeconds(30).toNanos();

  private static final int MOST = 50_000;

  private final JdbcClient jdbc;
  private final Map<String, Long> latest = new HashMap<>();
  private boolean known;
  private long from;
  private long upTo;
  private long askedAt;

  LogHeads(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * How far it has come.
   *
   * @param news whether the Core may have lines behind the place that was asked about
   * @param upTo the place of the last line of any Core
   */
  record Head(boolean news, long upTo) {}

  /** What is behind a place. */
  synchronized Head behind(String tenantId, String coreId, long place) {
    long now = System.nanoTime();
    if (!known || now - askedAt > FRESH) {
      refresh(now);
    }
    boolean news = place < from || latest.getOrDefault(key(tenantId, coreId), 0L) > place;
    return new Head(news, upTo);
  }

  /** The place of the last line there is. */
  long now() {
    return jdbc.sql("select coalesce(max(seq), 0) from mod_scaicore_logs")
        .query(Long.class)
        .single();
  }

  private void refresh(long now) {
    if (!known || now - askedAt > LONG_AGO || latest.size() > MOST) {
      upTo = now();
      from = upTo;
      latest.clear();
      known = true;
    } else {
      jdbc.sql(
              """
              select tenant_id, core_id, max(seq) from mod_scaicore_logs
              where seq > ? group by tenant_id, core_id
              """)
          .param(upTo)
          .query(
              row -> {
                long seq = row.getLong(3);
                latest.put(key(row.getString(1), row.getString(2)), seq);
                upTo = Math.max(upTo, seq);
              });
    }
    askedAt = now;
  }

  private static String key(String tenantId, String coreId) {
    return tenantId + '/' + coreId;
  }
}
