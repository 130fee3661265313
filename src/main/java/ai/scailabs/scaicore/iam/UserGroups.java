package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The groups of all tenants and who is in them, each call within one. */
@Repository
class UserGroups {

  private final JdbcClient jdbc;

  UserGroups(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Some users of a tenant. */
  @Schema(name = "UserGroup", description = "Some users of a tenant, by a name.")
  record GroupView(
      @Schema(example = "grp_finance") String id,
      @Schema(example = "Finance") String name,
      Instant createdAt) {}

  /**
   * A user in a group.
   *
   * @param since when they came in
   */
  @Schema(name = "GroupMember", description = "A user in a group.")
  record Member(
      @Schema(example = "usr_01k5x3v8n2e6t9b0q4m7w1z5ya") String userId,
      @Schema(example = "ada@acme") String email,
      @Schema(example = "Ada") String displayName,
      boolean active,
      Instant since) {}

  /** Newest first. Index: scaigrid_groups_newest. */
  Page<GroupView> list(String tenantId, Paging paging) {
    var after = paging.after(2);
    var rows =
        jdbc.sql(
                """
                select id, name, created_at from scaigrid_groups
                where tenant_id = :tenant
                  and (created_at, id) < (coalesce(cast(:created as timestamptz), 'infinity'), :id)
                order by created_at desc, id desc limit :limit""")
            .param("tenant", tenantId)
            .param("created", after.map(c -> c.instant(0).toString()).orElse(null))
            .param("id", after.map(c -> c.text(1)).orElse(""))
            .param("limit", paging.limit() + 1)
            .query(UserGroups::group)
            .list();
    return Page.of(rows, paging.limit(), group -> Cursor.at(group.createdAt(), group.id()));
  }

  /** The group, which stays until the surrounding transaction, if any, ends. */
  Optional<GroupView> find(String tenantId, String id) {
    return jdbc.sql(
            """
            select id, name, created_at from scaigrid_groups
            where tenant_id = ? and id = ? for key share""")
        .params(tenantId, id)
        .query(UserGroups::group)
        .optional();
  }

  void add(String id, String tenantId, String name) {
    try {
      jdbc.sql("insert into scaigrid_groups (id, tenant_id, name) values (?, ?, ?)")
          .params(id, tenantId, name)
          .update();
    } catch (DuplicateKeyException e) {
      throw Taken.inTenant("name");
    }
  }

  boolean delete(String tenantId, String id) {
    return jdbc.sql("delete from scaigrid_groups where tenant_id = ? and id = ?")
            .params(tenantId, id)
            .update()
        > 0;
  }

  /** Last in, first shown. Index: scaigrid_group_members_newest. */
  Page<Member> members(String tenantId, String id, Paging paging) {
    var after = paging.after(2);
    var rows =
        jdbc.sql(
                """
                select u.id, u.email, u.display_name, u.active, m.created_at
                from scaigrid_group_members m
                join scaigrid_users u on u.tenant_id = m.tenant_id and u.id = m.user_id
                where m.tenant_id = :tenant and m.group_id = :group
                  and (m.created_at, m.user_id)
                    < (coalesce(cast(:created as timestamptz), 'infinity'), :user)
                order by m.created_at desc, m.user_id desc limit :limit""")
            .param("tenant", tenantId)
            .param("group", id)
            .param("created", after.map(c -> c.instant(0).toString()).orElse(null))
            .param("user", after.map(c -> c.text(1)).orElse(""))
            .param("limit", paging.limit() + 1)
            .query(UserGroups::member)
            .list();
    return Page.of(rows, paging.limit(), member -> Cursor.at(member.since(), member.userId()));
  }

  Optional<Member> member(String tenantId, String id, String userId) {
    return jdbc.sql(
            """
            select u.id, u.email, u.display_name, u.active, m.created_at
            from scaigrid_group_members m
            join scaigrid_users u on u.tenant_id = m.tenant_id and u.id = m.user_id
            where m.tenant_id = ? and m.group_id = ? and m.user_id = ?""")
        .params(tenantId, id, userId)
        .query(UserGroups::member)
        .optional();
  }

  /** Puts a user in. Who came in by a token stays without it from now on. */
  void addMember(String tenantId, String id, String userId) {
    jdbc.sql(
            """
            insert into scaigrid_group_members (tenant_id, group_id, user_id) values (?, ?, ?)
            on conflict (tenant_id, user_id, group_id) do update set from_token = false""")
        .params(tenantId, id, userId)
        .update();
  }

  boolean removeMember(String tenantId, String id, String userId) {
    return jdbc.sql(
                """
                delete from scaigrid_group_members
                where tenant_id = ? and group_id = ? and user_id = ?""")
            .params(tenantId, id, userId)
            .update()
        > 0;
  }

  private static GroupView group(ResultSet row, int number) throws SQLException {
    return new GroupView(
        row.getString(1), row.getString(2), row.getObject(3, OffsetDateTime.class).toInstant());
  }

  private static Member member(ResultSet row, int number) throws SQLException {
    return new Member(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getBoolean(4),
        row.getObject(5, OffsetDateTime.class).toInstant());
  }
}
