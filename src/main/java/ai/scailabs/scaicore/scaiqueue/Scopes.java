package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The scopes of all tenants, each looked for within its own. */
@Component
class Scopes {

  private final JdbcClient jdbc;

  Scopes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds one; false where its slug is taken. */
  boolean add(Scope scope) {
    return jdbc.sql(
                """
                insert into mod_scaiqueue_scopes
                  (id, tenant_id, slug, display_name, description, created_by, created_at)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (tenant_id, slug) do nothing
                """)
            .param(scope.id())
            .param(scope.tenantId())
            .param(scope.slug())
            .param(scope.displayName())
            .param(scope.description())
            .param(scope.createdBy())
            .param(Columns.time(scope.createdAt()))
            .update()
        == 1;
  }

  /** One by its id or slug. */
  Scope get(String tenantId, String idOrSlug) {
    return find(tenantId, idOrSlug).orElseThrow(() -> new ScopeNotFound(idOrSlug));
  }

  private Optional<Scope> find(String tenantId, String idOrSlug) {
    return jdbc.sql(
            """
            select * from mod_scaiqueue_scopes where tenant_id = :tenant and (id = :it or slug = :it)
            order by id = :it desc limit 1
            """)
        .param("tenant", tenantId)
        .param("it", idOrSlug)
        .query(Scopes::row)
        .optional();
  }

  int count(String tenantId) {
    return jdbc.sql("select count(*) from mod_scaiqueue_scopes where tenant_id = ?")
        .param(tenantId)
        .query(Integer.class)
        .single();
  }

  /** A page, newest first; of one slug where that is not null. */
  Page<Scope> list(String tenantId, @Nullable String slug, Paging paging) {
    var after = paging.after(2);
    var rows =
        jdbc.sql(
                """
                select * from mod_scaiqueue_scopes
                where tenant_id = :tenant
                  and (cast(:slug as text) is null or slug = :slug)
                  and (created_at, id) < (cast(:created as timestamptz), :id)
                order by created_at desc, id desc limit :limit
                """)
            .param("tenant", tenantId)
            .param("slug", slug)
            .param("created", after.map(c -> c.instant(0).toString()).orElse("infinity"))
            .param("id", after.map(c -> c.text(1)).orElse(""))
            .param("limit", paging.limit() + 1)
            .query(Scopes::row)
            .list();
    return Page.of(rows, paging.limit(), s -> Cursor.at(s.createdAt(), s.id()));
  }

  /** Removes one, and with it its queues and what they kept. */
  void remove(Scope scope) {
    jdbc.sql("delete from mod_scaiqueue_scopes where tenant_id = ? and id = ?")
        .params(scope.tenantId(), scope.id())
        .update();
  }

  private static Scope row(ResultSet row, int number) throws SQLException {
    return new Scope(
        row.getString("id"),
        row.getString("tenant_id"),
        row.getString("slug"),
        row.getString("display_name"),
        row.getString("description"),
        row.getString("created_by"),
        Columns.instant(row, "created_at"));
  }
}
