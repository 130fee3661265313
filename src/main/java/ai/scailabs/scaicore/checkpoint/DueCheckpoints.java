package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.web.Columns;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The checkpoints of all tenants whose time has come, and what time does to them. */
@Component
class DueCheckpoints {

  private final JdbcClient jdbc;

  DueCheckpoints(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What time does. */
  enum What {
    TIMEOUT,
    REMINDER,
    /** A claim lapses. */
    CLAIM
  }

  /** Something to be done to a checkpoint at a time. */
  record Due(String tenantId, UUID id, Instant at, What what) {}

  /**
   * What is due until a time, soonest first, so many of each kind. Indexes:
   * mod_scaicore_checkpoints_expiring, …_reminding, …_claimed.
   */
  List<Due> until(Instant time, int limit) {
    return jdbc.sql(
            """
            select * from (
              (select tenant_id, id, expires_at as at, 'TIMEOUT' as what
               from mod_scaicore_checkpoints
               where status = 'pending' and expires_at <= :time
               order by expires_at limit :limit)
              union all
              (select tenant_id, id, next_reminder_at as at, 'REMINDER' as what
               from mod_scaicore_checkpoints
               where status = 'pending' and next_reminder_at <= :time
               order by next_reminder_at limit :limit)
              union all
              (select tenant_id, id, claimed_at + make_interval(secs => :claim) as at,
                 'CLAIM' as what
               from mod_scaicore_checkpoints
               where status = 'pending' and claimed_at <= :claimed
               order by claimed_at limit :limit)) due
            order by at
            """)
        .param("time", Columns.time(time))
        .param("claim", Checkpoint.CLAIM.toSeconds())
        .param("claimed", Columns.time(time.minus(Checkpoint.CLAIM)))
        .param("limit", limit)
        .query(
            (row, number) ->
                new Due(
                    row.getString("tenant_id"),
                    Objects.requireNonNull(row.getObject("id", UUID.class)),
                    Columns.instant(row, "at"),
                    What.valueOf(row.getString("what"))))
        .list();
  }

  /** Closes one that is held: nobody decided. */
  void close(Checkpoint c, Checkpoint.Status status, Instant at) {
    jdbc.sql(
            """
            update mod_scaicore_checkpoints
            set status = ?, resolved_via = 'expiry', resolved_on_behalf_of = ?, resolved_at = ?,
                version = version + 1
            where tenant_id = ? and id = ? and status = 'pending'
            """)
        .param(status.word())
        .param(c.assignee().inWhosePlace(null))
        .param(Columns.time(at))
        .param(c.tenantId())
        .param(c.id())
        .update();
  }

  /** Hands one that is held to somebody else, until another time. */
  void escalate(Checkpoint c, Assignee to, Instant at, Instant until) {
    jdbc.sql(
            """
            update mod_scaicore_checkpoints
            set assignee_raw = ?, assignee_type = ?, assignee_value = ?, assignee_display = ?,
                claimed_by = null, claimed_at = null, escalated_at = ?, expires_at = ?,
                next_reminder_at = cast(? as timestamptz) + make_interval(mins => reminder_interval_m),
                version = version + 1
            where tenant_id = ? and id = ? and status = 'pending'
            """)
        .param(to.raw())
        .param(to.kind().word())
        .param(to.value())
        .param(to.display())
        .param(Columns.time(at))
        .param(Columns.time(until))
        .param(Columns.time(at))
        .param(c.tenantId())
        .param(c.id())
        .update();
  }

  /** Counts a reminder of one that is still pending and due; false when it is not, or is held. */
  boolean remind(Due due, Instant now) {
    return jdbc.sql(
                """
                update mod_scaicore_checkpoints
                set reminder_count = reminder_count + 1, version = version + 1,
                    next_reminder_at = cast(? as timestamptz)
                      + make_interval(mins => reminder_interval_m)
                where (tenant_id, id) in (
                  select tenant_id, id from mod_scaicore_checkpoints
                  where tenant_id = ? and id = ? and status = 'pending' and next_reminder_at <= ?
                  for no key update skip locked)
                """)
            .params(Timestamp.from(now), due.tenantId(), due.id(), Timestamp.from(now))
            .update()
        == 1;
  }

  /** Ends a claim that has lapsed, and answers whose it was; empty where somebody was faster. */
  Optional<String> lapse(Due due, Instant now) {
    return jdbc.sql(
            """
            update mod_scaicore_checkpoints
            set claimed_by = null, claimed_at = null, version = version + 1
            where (tenant_id, id) in (
              select tenant_id, id from mod_scaicore_checkpoints
              where tenant_id = ? and id = ? and status = 'pending' and claimed_at <= ?
              for no key update skip locked)
            returning old.claimed_by
            """)
        .params(due.tenantId(), due.id(), Timestamp.from(now.minus(Checkpoint.CLAIM)))
        .query(String.class)
        .optional();
  }
}
