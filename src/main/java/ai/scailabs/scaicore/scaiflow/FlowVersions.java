package ai.scailabs.scaicore.scaiflow;

import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which versions a flow has. A row is there only once its object is. */
@Component
class FlowVersions {

  private final JdbcClient jdbc;

  FlowVersions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(String tenantId, FlowVersion version) {
    jdbc.sql(
            """
            insert into scaiflow_versions
              (tenant_id, flow_id, patch, version, content_hash, created_by, created_at)
            values (?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            tenantId,
            version.flowId(),
            version.patch(),
            version.version(),
            version.hash(),
            version.createdBy(),
            Columns.time(version.createdAt()))
        .update();
  }

  Optional<FlowVersion> find(String tenantId, String flowId, String version) {
    return jdbc.sql(
            """
            select * from scaiflow_versions
            where tenant_id = ? and flow_id = ? and version = ?
            """)
        .params(tenantId, flowId, version)
        .query(FlowVersions::version)
        .optional();
  }

  /** Newest first. */
  Page<FlowVersion> list(String tenantId, String flowId, Paging paging) {
    int below = paging.after(1).map(cursor -> cursor.integer(0)).orElse(Integer.MAX_VALUE);
    var rows =
        jdbc.sql(
                """
                select * from scaiflow_versions
                where tenant_id = ? and flow_id = ? and patch < ?
                order by patch desc limit ?
                """)
            .params(tenantId, flowId, below, paging.limit() + 1)
            .query(FlowVersions::version)
            .list();
    return Page.of(rows, paging.limit(), version -> Cursor.at(version.patch()));
  }

  long count(String tenantId, String flowId) {
    return jdbc.sql("select count(*) from scaiflow_versions where tenant_id = ? and flow_id = ?")
        .params(tenantId, flowId)
        .query(Long.class)
        .single();
  }

  private static FlowVersion version(ResultSet row, int number) throws SQLException {
    return new FlowVersion(
        row.getString("flow_id"),
        row.getInt("patch"),
        row.getString("version"),
        row.getString("content_hash"),
        row.getString("created_by"),
        Columns.instant(row, "created_at"));
  }
}
