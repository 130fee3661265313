package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The API keys of all tenants that are not revoked, each call within one. */
@Repository
class KeyRows {

  private static final String SELECT =
      """
      select id, name, prefix, user_id, model_group_ids, expires_at, created_at
      from scaigrid_api_keys
      where tenant_id = :tenant and revoked_at is null
        and (cast(:user as text) is null or user_id = :user)
      """;

  private final JdbcClient jdbc;

  KeyRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Newest first. Indexes: scaigrid_api_keys_live, scaigrid_api_keys_live_of_user.
   *
   * @param userId whose; null: everybody's
   */
  Page<ApiKeyView> list(String tenantId, @Nullable String userId, Paging paging) {
    var after = paging.after(2);
    var rows =
        jdbc.sql(
                SELECT
                    + """
                      and (created_at, id)
                        < (coalesce(cast(:created as timestamptz), 'infinity'), :id)
                    order by created_at desc, id desc limit :limit
                    """)
            .param("tenant", tenantId)
            .param("user", userId)
            .param("created", after.map(c -> c.instant(0).toString()).orElse(null))
            .param("id", after.map(c -> c.text(1)).orElse(""))
            .param("limit", paging.limit() + 1)
            .query(KeyRows::row)
            .list();
    return Page.of(rows, paging.limit(), key -> Cursor.at(key.createdAt(), key.id()));
  }

  Optional<ApiKeyView> find(String tenantId, @Nullable String userId, String id) {
    return jdbc.sql(SELECT + "and id = :id")
        .param("tenant", tenantId)
        .param("user", userId)
        .param("id", id)
        .query(KeyRows::row)
        .optional();
  }

  /** How many of a user's keys are live. Index: scaigrid_api_keys_live_of_user. */
  int countLive(String tenantId, String userId) {
    return jdbc.sql(
            """
            select count(*) from scaigrid_api_keys
            where tenant_id = ? and user_id = ? and revoked_at is null
              and (expires_at is null or expires_at > now())\
            """)
        .params(tenantId, userId)
        .query(Integer.class)
        .single();
  }

  /** Who made a key; empty for what is no key, or one without a maker. */
  Optional<String> maker(String id) {
    return jdbc.sql(
            "select created_by from scaigrid_api_keys where id = ? and created_by is not null")
        .param(id)
        .query(String.class)
        .optional();
  }

  /** Whether there was one to revoke. */
  boolean revoke(String tenantId, @Nullable String userId, String id) {
    return jdbc.sql(
                """
                update scaigrid_api_keys set revoked_at = now()
                where tenant_id = :tenant and id = :id and revoked_at is null
                  and (cast(:user as text) is null or user_id = :user)""")
            .param("tenant", tenantId)
            .param("user", userId)
            .param("id", id)
            .update()
        > 0;
  }

  private static ApiKeyView row(ResultSet row, int number) throws SQLException {
    var groups = row.getArray("model_group_ids");
    var expiry = row.getObject("expires_at", OffsetDateTime.class);
    return new ApiKeyView(
        row.getString("id"),
        row.getString("name"),
        null,
        row.getString("prefix"),
        row.getString("user_id"),
        groups == null ? null : Arrays.asList((String[]) groups.getArray()),
        expiry == null ? null : expiry.toInstant(),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
