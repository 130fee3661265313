package ai.scailabs.scaicore.identity;

import java.sql.Timestamp;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Puts rows into the directory. What is there already, by id or by any other unique value, stays as
 * it is, so that filling a directory twice changes nothing.
 */
@Component
@Transactional
public class DirectoryWriter {

  private final JdbcClient jdbc;

  DirectoryWriter(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public void add(Partner partner) {
    jdbc.sql(
            """
            insert into scaigrid_partners (id, slug, name) values (?, ?, ?) on conflict do nothing\
            """)
        .params(partner.id(), partner.slug(), partner.name())
        .update();
  }

  /** Adds a tenant of a partner that exists. */
  public void add(Tenant tenant) {
    jdbc.sql(
            """
            insert into scaigrid_tenants (id, partner_id, slug, name, status, default_model_group_id)
            values (?, ?, ?, ?, ?, ?) on conflict do nothing\
            """)
        .param(tenant.id())
        .param(tenant.partnerId())
        .param(tenant.slug())
        .param(tenant.name())
        .param(tenant.active() ? "active" : "suspended")
        .param(tenant.defaultModelGroupId())
        .update();
  }

  /** Adds a user with built-in roles. */
  public void add(User user, Set<BuiltInRole> roles) {
    jdbc.sql(
            """
            insert into scaigrid_users (id, tenant_id, email, display_name, active)
            values (?, ?, ?, ?, ?) on conflict do nothing\
            """)
        .params(user.id(), user.tenantId(), user.email(), user.displayName(), user.active())
        .update();
    for (var role : roles) {
      jdbc.sql(
              """
              insert into scaigrid_user_roles (tenant_id, user_id, role)
              values (?, ?, ?) on conflict do nothing\
              """)
          .params(user.tenantId(), user.id(), role.word())
          .update();
    }
  }

  public void add(Group group) {
    jdbc.sql(
            """
            insert into scaigrid_groups (id, tenant_id, name)
            values (?, ?, ?) on conflict do nothing\
            """)
        .params(group.id(), group.tenantId(), group.name())
        .update();
  }

  /** Puts a user of the group's tenant into the group. */
  public void addMember(Group group, String userId) {
    jdbc.sql(
            """
            insert into scaigrid_group_members (tenant_id, group_id, user_id)
            values (?, ?, ?) on conflict do nothing\
            """)
        .params(group.tenantId(), group.id(), userId)
        .update();
  }

  public void add(CustomRole role) {
    jdbc.sql(
            """
            insert into scaigrid_custom_roles (id, tenant_id, name)
            values (?, ?, ?) on conflict do nothing\
            """)
        .params(role.id(), role.tenantId(), role.name())
        .update();
    for (var permission : role.permissions()) {
      jdbc.sql(
              """
              insert into scaigrid_custom_role_permissions (tenant_id, role_id, permission)
              values (?, ?, ?) on conflict do nothing\
              """)
          .params(role.tenantId(), role.id(), permission.word())
          .update();
    }
  }

  /** Gives a custom role to a user of its tenant. */
  public void grant(CustomRole role, String userId) {
    jdbc.sql(
            """
            insert into scaigrid_user_custom_roles (tenant_id, user_id, role_id)
            values (?, ?, ?) on conflict do nothing\
            """)
        .params(role.tenantId(), userId, role.id())
        .update();
  }

  public void add(NewApiKey key) {
    var groups = key.modelGroups();
    var expiry = key.expiresAt();
    jdbc.sql(
            """
            insert into scaigrid_api_keys
              (id, tenant_id, user_id, name, prefix, hash, created_by, model_group_ids, expires_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing\
            """)
        .param(key.id())
        .param(key.tenantId())
        .param(key.userId())
        .param(key.name())
        .param(Token.prefix(key.key()))
        .param(Token.hash(key.key()))
        .param(key.createdBy())
        .param(groups == null ? null : groups.toArray(String[]::new))
        .param(expiry == null ? null : Timestamp.from(expiry))
        .update();
  }
}
