package ai.scailabs.scaicore.scaiflow;

import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of flows; those that are deleted are not there. */
@Component
class Flows {

  private static final String COLUMNS =
      """
      tenant_id, id, name, description, owner_id, major || '.' || minor || '.' || patch as version,
      patch, created_at, updated_at, core_id
      """;

  private static final String VISIBLE =
      """
      from scaiflow_flows f
      where tenant_id = :tenant and deleted_at is null
        and (:all or owner_id = :user or exists (
          select 1 from scaiflow_acls a
          where a.tenant_id = f.tenant_id and a.flow_id = f.id
            and (a.principal_type = 'user' and a.principal_id = :user
              or a.principal_type = 'group' and a.principal_id = any(:groups))))
        and (cast(:search as text) is null or name ilike :search or description ilike :search)
      """;

  private final JdbcClient jdbc;

  Flows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Flow> find(String tenantId, String id) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from scaiflow_flows where tenant_id = ? and id = ? and deleted_at is null")
        .params(tenantId, id)
        .query(Flows::flow)
        .optional();
  }

  /** Those that a caller may see, newest first. Index: scaiflow_flows_newest. */
  Page<Flow> visible(Caller caller, @Nullable String search, Paging paging) {
    var values = who(caller, search);
    values.put("rows", paging.limit() + 1);
    var after = paging.after(2);
    after.ifPresent(
        cursor -> {
          values.put("after_at", cursor.instant(0).atOffset(ZoneOffset.UTC));
          values.put("after_id", cursor.text(1));
        });
    var sql =
        "select "
            + COLUMNS
            + VISIBLE
            + (after.isPresent() ? "and (created_at, id) < (:after_at, :after_id)\n" : "")
            + "order by created_at desc, id desc limit :rows";
    return Page.of(
        jdbc.sql(sql).params(values).query(Flows::flow).list(),
        paging.limit(),
        flow -> Cursor.at(flow.createdAt(), flow.id()));
  }

  /** How many {@link #visible} would find on all its pages. */
  long countVisible(Caller caller, @Nullable String search) {
    return jdbc.sql("select count(*) " + VISIBLE)
        .params(who(caller, search))
        .query(Long.class)
        .single();
  }

  private static Map<String, @Nullable Object> who(Caller caller, @Nullable String search) {
    var values = new HashMap<String, @Nullable Object>();
    values.put("tenant", caller.tenantId());
    values.put("all", caller.administersTenant());
    values.put("user", caller.userId());
    values.put("groups", caller.groups().toArray(String[]::new));
    values.put(
        "search",
        search == null ? null : "%" + search.replaceAll("([\\\\%_])", "\\\\$1") + "%");
    return values;
  }

  void insert(Flow flow, FlowVersion.Number number) {
    jdbc.sql(
            """
            insert into scaiflow_flows
              (tenant_id, id, name, description, owner_id, major, minor, patch, last_patch,
               created_at, updated_at)
            values (:tenant, :id, :name, :description, :owner, :major, :minor, :patch, :patch,
              :at, :at)
            """)
        .param("tenant", flow.tenantId())
        .param("id", flow.id())
        .param("name", flow.name())
        .param("description", flow.description())
        .param("owner", flow.ownerId())
        .param("major", number.major())
        .param("minor", number.minor())
        .param("patch", number.patch())
        .param("at", Columns.time(flow.createdAt()))
        .update();
  }

  /**
   * A patch that nobody else gets, so that no two contents are stored under one version; empty
   * where there is no such flow.
   */
  OptionalInt reservePatch(String tenantId, String id) {
    return jdbc.sql(
            """
            update scaiflow_flows set last_patch = last_patch + 1
            where tenant_id = ? and id = ? and deleted_at is null
            returning last_patch
            """)
        .params(tenantId, id)
        .query(Integer.class)
        .optional()
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  /**
   * Changes what is given. A version never goes back: where a later one has come in, it stays.
   *
   * @param patch of the new content; null where there is none
   */
  boolean update(
      String tenantId,
      String id,
      @Nullable String name,
      @Nullable String description,
      @Nullable Integer patch,
      Instant at) {
    return jdbc.sql(
                """
                update scaiflow_flows
                set name = coalesce(:name, name), description = coalesce(:description, description),
                    patch = greatest(patch, coalesce(cast(:patch as int), patch)), updated_at = :at
                where tenant_id = :tenant and id = :id and deleted_at is null
                """)
            .param("tenant", tenantId)
            .param("id", id)
            .param("name", name)
            .param("description", description)
            .param("patch", patch)
            .param("at", Columns.time(at))
            .update()
        == 1;
  }

  boolean delete(String tenantId, String id, Instant at) {
    return jdbc.sql(
                """
                update scaiflow_flows set deleted_at = ?
                where tenant_id = ? and id = ? and deleted_at is null
                """)
            .params(Columns.time(at), tenantId, id)
            .update()
        == 1;
  }

  private static Flow flow(ResultSet row, int number) throws SQLException {
    return new Flow(
        row.getString("tenant_id"),
        row.getString("id"),
        row.getString("name"),
        row.getString("description"),
        row.getString("owner_id"),
        row.getString("version"),
        row.getInt("patch"),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "updated_at"),
        row.getString("core_id"));
  }
}
