package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The users of all tenants, each call within one. */
@Repository
class Users {

  private static final String SELECT =
      """
      select u.id, u.email, u.display_name, u.active, u.created_at,
        array(select r.role from scaigrid_user_roles r
          where r.tenant_id = u.tenant_id and r.user_id = u.id order by 1) as roles,
        array(select h.role_id from scaigrid_user_custom_roles h
          where h.tenant_id = u.tenant_id and h.user_id = u.id order by 1) as custom_roles,
        array(select m.group_id from scaigrid_group_members m
          where m.tenant_id = u.tenant_id and m.user_id = u.id order by 1) as groups
      from scaigrid_users u
      """;

  private final JdbcClient jdbc;

  Users(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Newest first. Indexes: scaigrid_users_newest, scaigrid_users_email.
   *
   * @param email of the only one to show, in any case; null: all
   */
  Page<UserView> list(String tenantId, @Nullable String email, Paging paging) {
    var after = paging.after(2);
    var rows =
        jdbc.sql(
                SELECT
                    + """
                    where u.tenant_id = :tenant
                      and (cast(:email as text) is null or lower(u.email) = lower(:email))
                      and (u.created_at, u.id)
                        < (coalesce(cast(:created as timestamptz), 'infinity'), :id)
                    order by u.created_at desc, u.id desc limit :limit
                    """)
            .param("tenant", tenantId)
            .param("email", email)
            .param("created", after.map(c -> c.instant(0).toString()).orElse(null))
            .param("id", after.map(c -> c.text(1)).orElse(""))
            .param("limit", paging.limit() + 1)
            .query(Users::row)
            .list();
    return Page.of(rows, paging.limit(), user -> Cursor.at(user.createdAt(), user.id()));
  }

  Optional<UserView> find(String tenantId, String id) {
    return jdbc.sql(SELECT + "where u.tenant_id = ? and u.id = ?")
        .params(tenantId, id)
        .query(Users::row)
        .optional();
  }

  /** The user, kept from other changes until the transaction ends. */
  Optional<UserView> lock(String tenantId, String id) {
    jdbc.sql("select 1 from scaigrid_users where tenant_id = ? and id = ? for no key update")
        .params(tenantId, id)
        .query()
        .listOfRows();
    return find(tenantId, id);
  }

  void add(String id, String tenantId, String email, String displayName) {
    try {
      jdbc.sql(
              """
              insert into scaigrid_users (id, tenant_id, email, display_name)
              values (?, ?, ?, ?)\
              """)
          .params(id, tenantId, email, displayName)
          .update();
    } catch (DuplicateKeyException e) {
      throw Taken.inTenant("email");
    }
  }

  void change(String tenantId, String id, String displayName, boolean active) {
    jdbc.sql(
            """
            update scaigrid_users set display_name = ?, active = ?
            where tenant_id = ? and id = ?\
            """)
        .params(displayName, active, tenantId, id)
        .update();
  }

  /** Makes these the user's roles. What a token gave stays the token's, named here or not. */
  void setRoles(
      String tenantId, String id, Collection<BuiltInRole> roles, Collection<String> customRoles) {
    var words = roles.stream().map(BuiltInRole::word).toArray(String[]::new);
    jdbc.sql(
            """
            delete from scaigrid_user_roles
            where tenant_id = ? and user_id = ? and role <> all(?)\
            """)
        .params(tenantId, id, words)
        .update();
    jdbc.sql(
            """
            insert into scaigrid_user_roles (tenant_id, user_id, role)
            select ?, ?, unnest(?)
            on conflict do nothing\
            """)
        .params(tenantId, id, words)
        .update();
    var ids = customRoles.toArray(String[]::new);
    jdbc.sql(
            """
            delete from scaigrid_user_custom_roles
            where tenant_id = ? and user_id = ? and role_id <> all(?)\
            """)
        .params(tenantId, id, ids)
        .update();
    jdbc.sql(
            """
            insert into scaigrid_user_custom_roles (tenant_id, user_id, role_id)
            select ?, ?, unnest(?) on conflict do nothing\
            """)
        .params(tenantId, id, ids)
        .update();
  }

  /** What a user holds, as far as they are given by {@code roles} and {@code customRoles}. */
  Holdings holdings(String tenantId, Collection<String> roles, Collection<String> customRoles) {
    var permissions =
        jdbc.sql(
                """
                select distinct permission from scaigrid_custom_role_permissions
                where tenant_id = ? and role_id = any(?)\
                """)
            .params(tenantId, customRoles.toArray(String[]::new))
            .query((row, number) -> Permission.of(row.getString(1)))
            .list();
    return new Holdings(known(roles.stream().map(BuiltInRole::of).toList()), known(permissions));
  }

  /** What a user of whatever tenant holds in this one; nothing where they hold nothing in it. */
  Holdings holdingsIn(String tenantId, String userId) {
    var roles =
        jdbc.sql(
                """
                select r.role from scaigrid_user_roles r
                join scaigrid_users u on u.tenant_id = r.tenant_id and u.id = r.user_id and u.active
                join scaigrid_tenants home on home.id = r.tenant_id and home.status = 'active'
                join scaigrid_tenants there on there.id = :tenant
                where r.user_id = :user and (r.tenant_id = :tenant or r.role = 'super_admin'
                  or r.role = 'partner_admin' and home.partner_id = there.partner_id)\
                """)
            .param("tenant", tenantId)
            .param("user", userId)
            .query((row, number) -> row.getString(1))
            .list();
    var custom =
        jdbc.sql(
                """
                select role_id from scaigrid_user_custom_roles
                where tenant_id = ? and user_id = ?\
                """)
            .params(tenantId, userId)
            .query((row, number) -> row.getString(1))
            .list();
    return holdings(tenantId, roles, custom);
  }

  Holdings holdings(String tenantId, UserView user) {
    return holdings(tenantId, user.roles(), user.customRoleIds());
  }

  private static <T> Set<T> known(List<Optional<T>> items) {
    return items.stream().flatMap(Optional::stream).collect(Collectors.toUnmodifiableSet());
  }

  private static UserView row(ResultSet row, int number) throws SQLException {
    return new UserView(
        row.getString("id"),
        row.getString("email"),
        row.getString("display_name"),
        row.getBoolean("active"),
        words(row.getArray("roles")),
        words(row.getArray("custom_roles")),
        words(row.getArray("groups")),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private static List<String> words(Array array) throws SQLException {
    return Arrays.asList((String[]) array.getArray());
  }
}
