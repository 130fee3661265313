package ai.scailabs.scaicore.identity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The directory as its tables have it. */
@Component
class StoredDirectory implements Directory {

  private final JdbcClient jdbc;

  StoredDirectory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<User> user(String tenantId, String idOrEmail) {
    return jdbc.sql(
            """
            select id, tenant_id, email, display_name, active from scaigrid_users
            where tenant_id = :tenant and (id = :name or lower(email) = lower(:name))
            order by id = :name desc limit 1\
            """)
        .param("tenant", tenantId)
        .param("name", idOrEmail)
        .query(User.class)
        .optional();
  }

  @Override
  public Set<Permission> permissions(String tenantId, String userId) {
    var permissions = EnumSet.noneOf(Permission.class);
    jdbc.sql("select role from scaigrid_user_roles where tenant_id = ? and user_id = ?")
        .params(tenantId, userId)
        .query((row, n) -> BuiltInRole.of(row.getString(1)))
        .list()
        .forEach(role -> role.ifPresent(one -> permissions.addAll(one.permissions())));
    jdbc.sql(
            """
            select distinct g.permission from scaigrid_user_custom_roles h
            join scaigrid_custom_role_permissions g
              on g.tenant_id = h.tenant_id and g.role_id = h.role_id
            where h.tenant_id = ? and h.user_id = ?
            """)
        .params(tenantId, userId)
        .query((row, n) -> Permission.of(row.getString(1)))
        .list()
        .forEach(permission -> permission.ifPresent(permissions::add));
    return permissions;
  }

  @Override
  public Optional<Group> group(String tenantId, String id) {
    return jdbc.sql(
            "select id, tenant_id, name from scaigrid_groups where tenant_id = ? and id = ?")
        .params(tenantId, id)
        .query(Group.class)
        .optional();
  }

  @Override
  public Tenant tenant(String id) {
    return tenants("id = ?", id).stream()
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No tenant " + id));
  }

  @Override
  public Optional<Tenant> tenantBySlug(String slug) {
    return tenants("slug = ?", slug).stream().findFirst();
  }

  @Override
  public List<Tenant> tenantsOf(String partnerId) {
    return tenants("partner_id = ? order by slug", partnerId);
  }

  @Override
  public Partner partner(String id) {
    return jdbc.sql("select id, slug, name from scaigrid_partners where id = ?")
        .param(id)
        .query(Partner.class)
        .optional()
        .orElseThrow(() -> new IllegalStateException("No partner " + id));
  }

  @Override
  public List<String> liveKeys(Collection<String> keys) {
    return jdbc.sql("select id from scaigrid_api_keys where hash = any(?) and revoked_at is null")
        .param(keys.stream().map(Token::hash).toArray(byte[][]::new))
        .query((row, n) -> row.getString(1))
        .list();
  }

  @Override
  public boolean roleExists(String tenantId, String role) {
    return BuiltInRole.of(role).isPresent()
        || jdbc.sql("select 1 from scaigrid_custom_roles where tenant_id = ? and name = ?")
            .params(tenantId, role)
            .query()
            .optionalValue()
            .isPresent();
  }

  private List<Tenant> tenants(String condition, String value) {
    return jdbc.sql(
            """
            select id, partner_id, slug, name, status, default_model_group_id
            from scaigrid_tenants where %s
            """
                .formatted(condition))
        .param(value)
        .query((row, n) -> tenant(row))
        .list();
  }

  private static Tenant tenant(ResultSet row) throws SQLException {
    return new Tenant(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        "active".equals(row.getString(5)),
        row.getString(6));
  }
}
