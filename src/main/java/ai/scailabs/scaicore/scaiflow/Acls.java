package ai.scailabs.scaicore.scaiflow;

import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.scaiflow.Acl.PrincipalType;
import ai.scailabs.scaicore.web.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The access lists of flows: one entry a principal. */
@Component
class Acls {

  private final JdbcClient jdbc;

  Acls(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The most that entries for the caller, or a group of theirs, permit. */
  Optional<FlowPermission> held(Caller caller, String flowId) {
    return jdbc
        .sql(
            """
            select permission from scaiflow_acls
            where tenant_id = :tenant and flow_id = :flow
              and (principal_type = 'user' and principal_id = :user
                or principal_type = 'group' and principal_id = any(:groups))
            """)
        .param("tenant", caller.tenantId())
        .param("flow", flowId)
        .param("user", caller.userId())
        .param("groups", caller.groups().toArray(String[]::new))
        .query((row, number) -> FlowPermission.of(row.getString(1)))
        .list()
        .stream()
        .max(Comparator.naturalOrder());
  }

  /** Oldest first. */
  List<Acl> list(String tenantId, String flowId) {
    return jdbc.sql(
            """
            select * from scaiflow_acls where tenant_id = ? and flow_id = ?
            order by created_at, id
            """)
        .params(tenantId, flowId)
        .query(Acls::acl)
        .list();
  }

  /** Adds an entry, or changes what the principal's entry permits; answers what is there then. */
  Acl put(String tenantId, Acl acl) {
    return jdbc.sql(
            """
            insert into scaiflow_acls
              (tenant_id, id, flow_id, principal_type, principal_id, permission, granted_by,
               created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (tenant_id, flow_id, principal_type, principal_id) do update
              set permission = excluded.permission, granted_by = excluded.granted_by
            returning *
            """)
        .params(
            tenantId,
            acl.id(),
            acl.flowId(),
            word(acl.principalType()),
            acl.principalId(),
            acl.permission().word(),
            acl.grantedBy(),
            Columns.time(acl.createdAt()))
        .query(Acls::acl)
        .single();
  }

  boolean delete(String tenantId, String flowId, String id) {
    return jdbc.sql("delete from scaiflow_acls where tenant_id = ? and flow_id = ? and id = ?")
            .params(tenantId, flowId, id)
            .update()
        == 1;
  }

  private static Acl acl(ResultSet row, int number) throws SQLException {
    return new Acl(
        row.getString("id"),
        row.getString("flow_id"),
        PrincipalType.valueOf(row.getString("principal_type").toUpperCase(Locale.ROOT)),
        row.getString("principal_id"),
        FlowPermission.of(row.getString("permission")),
        row.getString("granted_by"),
        Columns.instant(row, "created_at"));
  }

  private static String word(PrincipalType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
