package ai.scailabs.scaicore.debugging;

import ai.scailabs.scaicore.core.CoreNotFound;
import ai.scailabs.scaicore.engine.Debugging.Breakpoint;
import ai.scailabs.scaicore.program.expression.Expression;
import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The breakpoints of all Cores. */
@Repository
class Breakpoints {

  private final JdbcClient jdbc;

  Breakpoints(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** One as it is stored. */
  record Row(
      String tenantId,
      UUID id,
      String coreId,
      @Nullable String blockId,
      @Nullable String nodeId,
      @Nullable String condition,
      String createdBy,
      Instant createdAt) {}

  void add(Row row) {
    jdbc.sql(
            """
            insert into mod_scaicore_breakpoints
              (tenant_id, id, core_id, block_id, node_id, condition, created_by, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .param(row.tenantId())
        .param(row.id())
        .param(row.coreId())
        .param(row.blockId())
        .param(row.nodeId())
        .param(row.condition())
        .param(row.createdBy())
        .param(Columns.time(row.createdAt()))
        .update();
  }

  /**
   * How many a Core has; the Core's row is held until the transaction ends.
   *
   * @throws CoreNotFound where it was deleted in between
   */
  int count(String tenantId, String coreId) {
    var held =
        jdbc.sql(
                "select 1 from mod_scaicore_cores where tenant_id = ? and id = ? for no key update")
            .params(tenantId, coreId)
            .query(Integer.class)
            .optional();
    if (held.isEmpty()) {
      throw new CoreNotFound(coreId);
    }
    return jdbc.sql(
            "select count(*) from mod_scaicore_breakpoints where tenant_id = ? and core_id = ?")
        .params(tenantId, coreId)
        .query(Integer.class)
        .single();
  }

  /** Those of a Core, newest first. Index: mod_scaicore_breakpoints_of_core. */
  Page<Row> page(String tenantId, String coreId, Paging paging) {
    var after = paging.after(2).orElse(null);
    var rows =
        jdbc.sql(
                """
                select * from mod_scaicore_breakpoints
                where tenant_id = :tenant and core_id = :core
                  and (cast(:at as timestamptz) is null
                    or (created_at, id) < (cast(:at as timestamptz), cast(:id as uuid)))
                order by created_at desc, id desc limit :limit
                """)
            .param("tenant", tenantId)
            .param("core", coreId)
            .param("at", after == null ? null : after.instant(0).toString())
            .param("id", after == null ? null : after.uuid(1).toString())
            .param("limit", paging.limit() + 1)
            .query(Breakpoints::row)
            .list();
    return Page.of(rows, paging.limit(), row -> Cursor.at(row.createdAt(), row.id()));
  }

  /** Whether there was one to remove. */
  boolean remove(String tenantId, String coreId, UUID id) {
    return jdbc.sql(
                "delete from mod_scaicore_breakpoints where tenant_id = ? and core_id = ? and id ="
                    + " ?")
            .params(tenantId, coreId, id)
            .update()
        > 0;
  }

  /** Something that is another whenever any was added or removed. */
  String version() {
    return jdbc.sql(
            """
            select count(*) || '/' || coalesce(max(seq), 0) || '/' || coalesce(sum(seq), 0)
            from mod_scaicore_breakpoints
            """)
        .query(String.class)
        .single();
  }

  /**
   * Those of some Cores, by Core, oldest first. Index: mod_scaicore_breakpoints_of_core.
   *
   * @param tenantOfCore their ids, and whose they are
   */
  Map<String, List<Breakpoint>> of(Map<String, String> tenantOfCore) {
    var all = new HashMap<String, List<Breakpoint>>();
    var cores = List.copyOf(tenantOfCore.entrySet());
    jdbc.sql(
            """
            select b.* from unnest(?, ?) as c (tenant_id, core_id)
            join mod_scaicore_breakpoints b
              on b.tenant_id = c.tenant_id and b.core_id = c.core_id
            order by b.seq
            """)
        .param(cores.stream().map(Map.Entry::getValue).toArray(String[]::new))
        .param(cores.stream().map(Map.Entry::getKey).toArray(String[]::new))
        .query(Breakpoints::row)
        .list()
        .forEach(
            row ->
                all.computeIfAbsent(row.coreId(), id -> new ArrayList<>())
                    .add(
                        new Breakpoint(
                            row.id().toString(),
                            row.blockId(),
                            row.nodeId(),
                            row.condition() == null ? null : Expression.of(row.condition()))));
    return all;
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    return new Row(
        row.getString("tenant_id"),
        row.getObject("id", UUID.class),
        row.getString("core_id"),
        row.getString("block_id"),
        row.getString("node_id"),
        row.getString("condition"),
        row.getString("created_by"),
        Columns.instant(row, "created_at"));
  }
}
