package ai.scailabs.scaicore.identity;

import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Narrowing;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The audit of all tenants, for those who read it. */
@Component
class AuditEvents {

  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

  private final JdbcClient jdbc;

  AuditEvents(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What to look for; null: anything.
   *
   * @param start not before
   * @param end before
   */
  record Filter(
      @Nullable String module,
      @Nullable String action,
      @Nullable String actorId,
      @Nullable String resourceId,
      @Nullable Instant start,
      @Nullable Instant end) {}

  /**
   * A page of a tenant's events, newest first. Indexes: scaigrid_audit_events_newest,
   * …_of_resource, …_of_actor.
   */
  Page<AuditEvent> list(String tenantId, Filter filter, Paging paging) {
    return new Narrowing(
            """
            select id, created_at, action, actor_id, actor_email, tenant_id, resource_type,
              resource_id, status, error_code, ip_address, request_id, core_id, delegated_user_id
            from scaigrid_audit_events
            """,
            tenantId)
        .where("module = :module", "module", filter.module())
        .where("action = :action", "action", filter.action())
        .where("actor_id = :actor", "actor", filter.actorId())
        .where("resource_id = :resource", "resource", filter.resourceId())
        .where("created_at >= cast(:start as timestamptz)", "start", text(filter.start()))
        .where("created_at < cast(:end as timestamptz)", "end", text(filter.end()))
        .newestFirst(jdbc, paging, AuditEvents::row, e -> Cursor.at(e.timestamp(), e.id()));
  }

  /** Beyond what Postgres can read there are no events. */
  private static @Nullable String text(@Nullable Instant instant) {
    if (instant == null) {
      return null;
    }
    var inside = instant.isBefore(FIRST) ? FIRST : instant;
    return (inside.isAfter(LAST) ? LAST : inside).toString();
  }

  private static AuditEvent row(ResultSet row, int number) throws SQLException {
    return new AuditEvent(
        row.getString("id"),
        Columns.instant(row, "created_at"),
        row.getString("action"),
        row.getString("actor_id"),
        row.getString("actor_email"),
        row.getString("tenant_id"),
        row.getString("resource_type"),
        row.getString("resource_id"),
        AuditEvent.Status.of(row.getString("status")),
        row.getString("error_code"),
        row.getString("ip_address"),
        row.getString("request_id"),
        row.getString("core_id"),
        row.getString("delegated_user_id"));
  }
}
