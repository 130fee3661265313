package ai.scailabs.scaicore.identity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who is in groups and who holds roles: the active users only, by e-mail address. */
@Component
public class Membership {

  private final JdbcClient jdbc;

  Membership(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Some members of a group of the tenant; empty where there is no such group. */
  public List<User> members(String tenantId, String groupId, int limit) {
    return jdbc.sql(
            """
            select u.id, u.tenant_id, u.email, u.display_name, u.active
            from scaigrid_group_members m
            join scaigrid_users u on u.tenant_id = m.tenant_id and u.id = m.user_id
            where m.tenant_id = ? and m.group_id = ? and u.active
            order by lower(u.email) limit ?
            """)
        .params(tenantId, groupId, limit)
        .query(Membership::row)
        .list();
  }

  /** Some who hold a role in the tenant, built in or one of its own. */
  public List<User> holders(String tenantId, String role, int limit) {
    return jdbc.sql(
            """
            select u.id, u.tenant_id, u.email, u.display_name, u.active
            from scaigrid_users u
            where u.tenant_id = :tenant and u.active and u.id in (
              select r.user_id from scaigrid_user_roles r
              where r.tenant_id = :tenant and r.role = :role
              union all
              select h.user_id from scaigrid_user_custom_roles h
              join scaigrid_custom_roles c on c.tenant_id = h.tenant_id and c.id = h.role_id
              where h.tenant_id = :tenant and c.name = :role)
            order by lower(u.email) limit :limit
            """)
        .param("tenant", tenantId)
        .param("role", role)
        .param("limit", limit)
        .query(Membership::row)
        .list();
  }

  private static User row(ResultSet row, int number) throws SQLException {
    return new User(
        row.getString("id"),
        row.getString("tenant_id"),
        row.getString("email"),
        row.getString("display_name"),
        row.getBoolean("active"));
  }
}
