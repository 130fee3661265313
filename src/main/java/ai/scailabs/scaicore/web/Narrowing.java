package ai.scailabs.scaicore.web;

import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A query of a tenant's rows, of those that a caller asks for. The table has the columns {@code
 * tenant_id}, {@code created_at} and {@code id}.
 */
public final class Narrowing {

  private final StringBuilder sql;
  private final Map<String, @Nullable Object> values = new HashMap<>();

  /**
   * @param select the query up to its conditions
   */
  public Narrowing(String select, String tenantId) {
    this.sql = new StringBuilder(select).append("\nwhere tenant_id = :tenant\n");
    values.put("tenant", tenantId);
  }

  /**
   * Leaves out what does not fit.
   *
   * @param condition with the parameter {@code :name}; a fixed text
   * @param value null: anything fits
   */
  public Narrowing where(String condition, String name, @Nullable Object value) {
    if (value != null) {
      sql.append("and ").append(condition).append('\n');
      values.put(name, value);
    }
    return this;
  }

  /**
   * A page of it, newest first.
   *
   * @param cursor the keyset position of a row: when it was made, and its id
   */
  public <T> Page<T> newestFirst(
      JdbcClient jdbc, Paging paging, RowMapper<T> mapper, Function<T, Cursor> cursor) {
    paging
        .after(2)
        .ifPresent(
            after -> {
              sql.append("and (created_at, id) < (:after_at, :after_id)\n");
              values.put("after_at", after.instant(0).atOffset(ZoneOffset.UTC));
              values.put("after_id", after.text(1));
            });
    sql.append("order by created_at desc, id desc limit :rows");
    values.put("rows", paging.limit() + 1);
    var rows = jdbc.sql(sql.toString()).params(values).query(mapper).list();
    return Page.of(rows, paging.limit(), cursor);
  }
}
