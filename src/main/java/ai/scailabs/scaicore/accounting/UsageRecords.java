package ai.scailabs.scaicore.accounting;

import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The accounts of all tenants, for those who read them. */
@Repository
class UsageRecords {

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private final JdbcClient jdbc;

  UsageRecords(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What to look for; null: anything.
   *
   * @param start not before
   * @param end before
   */
  record Filter(
      @Nullable Instant start,
      @Nullable Instant end,
      @Nullable String model,
      @Nullable String userId) {}

  /**
   * A page of a tenant's records, newest first. Indexes: scaigrid_usage_records_newest, …_of_user,
   * …_of_model.
   */
  Page<UsageRecord> page(String tenantId, Filter filter, Paging paging) {
    var sql = new StringBuilder("select * from scaigrid_usage_records where tenant_id = :tenant\n");
    var values = new HashMap<String, Object>();
    values.put("tenant", tenantId);
    narrow(sql, values, "model = :model", "model", filter.model());
    narrow(sql, values, "user_id = :user", "user", filter.userId());
    narrow(sql, values, "created_at >= :start", "start", time("start", filter.start()));
    narrow(sql, values, "created_at < :end", "end", time("end", filter.end()));
    paging
        .after(2)
        .ifPresent(
            cursor -> {
              sql.append("and (created_at, id) < (:at, :id)\n");
              values.put("at", cursor.instant(0).atOffset(ZoneOffset.UTC));
              values.put("id", cursor.text(1));
            });
    sql.append("order by created_at desc, id desc limit :rows");
    values.put("rows", paging.limit() + 1);
    var rows = jdbc.sql(sql.toString()).params(values).query(UsageRecords::row).list();
    return Page.of(rows, paging.limit(), r -> Cursor.at(r.timestamp(), r.id()));
  }

  private static void narrow(
      StringBuilder sql,
      Map<String, Object> values,
      String condition,
      String name,
      @Nullable Object value) {
    if (value != null) {
      sql.append("and ").append(condition).append('\n');
      values.put(name, value);
    }
  }

  private static @Nullable OffsetDateTime time(String field, @Nullable Instant instant) {
    if (instant == null) {
      return null;
    }
    if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
      throw new ValidationFailed(field, "must be in the years 1 to 9999");
    }
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static UsageRecord row(ResultSet row, int number) throws SQLException {
    long prompt = row.getLong("prompt_tokens");
    long completion = row.getLong("completion_tokens");
    return new UsageRecord(
        row.getString("id"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getString("user_id"),
        ModelCall.Source.valueOf(row.getString("source").toUpperCase(Locale.ROOT)),
        row.getString("model"),
        row.getString("provider"),
        row.getString("backend_id"),
        prompt,
        completion,
        prompt + completion,
        row.getLong("latency_ms"),
        row.getString("status"),
        row.getString("error_code"),
        row.getString("request_id"),
        row.getString("core_id"),
        row.getString("execution_id"));
  }
}
