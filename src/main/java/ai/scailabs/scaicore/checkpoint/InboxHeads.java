package ai.scailabs.scaicore.checkpoint;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * In whose inboxes something has moved of late, asked for all streams together a few times a
 * second: a thousand people in whose inboxes nothing moves cost one question.
 */
@Component
class InboxHeads {

  private static final long FRESH = Duration.ofMillis(200).toNanos();

  /** After so long what has moved in between is not looked through. */
  private static final long LONG_AGO = Duration.ofSeconds(30).toNanos();

  private static final int MOST = 50_000;

  private final JdbcClient jdbc;
  private final InboxChanges changes;
  private final Map<Key, Long> latest = new HashMap<>();
  private boolean known;
  private long from;
  private long upTo;
  private long askedAt;

  InboxHeads(JdbcClient jdbc, InboxChanges changes) {
    this.jdbc = jdbc;
    this.changes = changes;
  }

  private record Key(String tenantId, String type, String value) {}

  /** Up to where nothing has moved behind a place; empty where something may have. */
  synchronized Optional<InboxPlace> quietUpTo(
      String tenantId, List<Address> addresses, InboxPlace place) {
    long now = System.nanoTime();
    if (!known || now - askedAt > FRESH) {
      refresh(now);
    }
    if (place.transaction() < from || place.transaction() > upTo) {
      return Optional.empty();
    }
    boolean moved =
        addresses.stream()
            .map(a -> latest.get(new Key(tenantId, a.type(), a.value())))
            .anyMatch(at -> at != null && at >= place.transaction());
    return moved ? Optional.empty() : Optional.of(new InboxPlace(upTo, 0).orLater(place));
  }

  /** Index: mod_scaicore_inbox_changes_in_order. */
  private void refresh(long now) {
    if (!known || now - askedAt > LONG_AGO || latest.size() > MOST) {
      latest.clear();
      upTo = changes.now().transaction();
      from = upTo;
      known = true;
    } else {
      jdbc.sql(
              """
              with seen as materialized (
                select pg_snapshot_xmin(pg_current_snapshot()) as upto, gone
                from mod_scaicore_inbox_horizon
              )
              select s.upto::text, m.tenant_id, side.type, side.value, max(m.xid)::text,
                s.gone::text
              from seen s
              left join (mod_scaicore_inbox_changes m
                cross join lateral (values (m.from_type, m.from_value), (m.to_type, m.to_value))
                  as side (type, value))
                on m.xid >= cast(? as xid8) and m.xid < s.upto and side.type is not null
              group by s.upto, s.gone, m.tenant_id, side.type, side.value
              """)
          .param(Long.toString(upTo))
          .query(
              row -> {
                upTo = Math.max(upTo, Long.parseLong(row.getString(1)));
                from = Math.max(from, Long.parseLong(row.getString(6)) + 1);
                if (row.getString(2) != null) {
                  latest.merge(
                      new Key(row.getString(2), row.getString(3), row.getString(4)),
                      Long.parseLong(row.getString(5)),
                      Math::max);
                }
              });
    }
    askedAt = now;
  }
}
