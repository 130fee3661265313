package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The custom roles of all tenants, each call within one. */
@Repository
class CustomRoles {

  private static final String SELECT =
      """
      select c.id, c.name, c.created_at,
        array(select p.permission from scaigrid_custom_role_permissions p
          where p.tenant_id = c.tenant_id and p.role_id = c.id order by 1) as permissions
      from scaigrid_custom_roles c
      """;

  private final JdbcClient jdbc;

  CustomRoles(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Newest first. Index: scaigrid_custom_roles_newest. */
  Page<CustomRoleView> list(String tenantId, Paging paging) {
    var after = paging.after(2);
    var rows =
        jdbc.sql(
                SELECT
                    + """
                    where c.tenant_id = :tenant
                      and (c.created_at, c.id)
                        < (coalesce(cast(:created as timestamptz), 'infinity'), :id)
                    order by c.created_at desc, c.id desc limit :limit
                    """)
            .param("tenant", tenantId)
            .param("created", after.map(c -> c.instant(0).toString()).orElse(null))
            .param("id", after.map(c -> c.text(1)).orElse(""))
            .param("limit", paging.limit() + 1)
            .query(CustomRoles::row)
            .list();
    return Page.of(rows, paging.limit(), role -> Cursor.at(role.createdAt(), role.id()));
  }

  Optional<CustomRoleView> find(String tenantId, String id) {
    return jdbc.sql(SELECT + "where c.tenant_id = ? and c.id = ?")
        .params(tenantId, id)
        .query(CustomRoles::row)
        .optional();
  }

  /** Those of the ids that are roles of the tenant; they stay until the transaction ends. */
  Set<String> existing(String tenantId, Collection<@Nullable String> ids) {
    return jdbc.sql(
            """
            select id from scaigrid_custom_roles
            where tenant_id = ? and id = any(?) for key share""")
        .params(tenantId, ids.stream().filter(Objects::nonNull).toArray(String[]::new))
        .query((row, number) -> row.getString(1))
        .set();
  }

  void add(String id, String tenantId, String name, Collection<Permission> permissions) {
    try {
      jdbc.sql("insert into scaigrid_custom_roles (id, tenant_id, name) values (?, ?, ?)")
          .params(id, tenantId, name)
          .update();
    } catch (DuplicateKeyException e) {
      throw Taken.inTenant("name");
    }
    jdbc.sql(
            """
            insert into scaigrid_custom_role_permissions (tenant_id, role_id, permission)
            select ?, ?, unnest(?)""")
        .params(tenantId, id, permissions.stream().map(Permission::word).toArray(String[]::new))
        .update();
  }

  void delete(String tenantId, String id) {
    jdbc.sql("delete from scaigrid_custom_roles where tenant_id = ? and id = ?")
        .params(tenantId, id)
        .update();
  }

  private static CustomRoleView row(ResultSet row, int number) throws SQLException {
    return new CustomRoleView(
        row.getString("id"),
        row.getString("name"),
        Arrays.asList((String[]) row.getArray("permissions").getArray()),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
