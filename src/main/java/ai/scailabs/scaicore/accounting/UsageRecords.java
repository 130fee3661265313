package ai.scailabs.scaicore.accounting;

import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Narrowing;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
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
    return new Narrowing("select * from scaigrid_usage_records", tenantId)
        .where("model = :model", "model", filter.model())
        .where("user_id = :user", "user", filter.userId())
        .where("created_at >= :start", "start", time("start", filter.start()))
        .where("created_at < :end", "end", time("end", filter.end()))
        .newestFirst(jdbc, paging, UsageRecords::row, r -> Cursor.at(r.timestamp(), r.id()));
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
