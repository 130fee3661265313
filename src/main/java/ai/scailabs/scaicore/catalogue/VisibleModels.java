package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads the catalogue as an audience sees it. Who sees what is said once, in {@link #VISIBLE}:
 * listing, fetching and dispatching all go through it.
 */
@Repository
class VisibleModels {

  /** The groups {@code g} whose scope covers the audience and that its restriction allows. */
  static final String COVERED =
      """
      (g.scope = 'global'
        or g.scope = 'partner' and g.scope_id = :partner
        or g.scope = 'tenant' and g.scope_id = :tenant)
      and (:unrestricted or g.id = any(:only))
      """;

  /** The models {@code m} that the audience sees. */
  static final String VISIBLE =
      """
      m.status = 'active'
      and (:unrestricted and (m.tenant_id = :tenant or m.tenant_id is null)
        or exists (
          select 1
          from scaigrid_model_group_members gm
          join scaigrid_model_groups g on g.id = gm.group_id
          where gm.model_id = m.id and %s))
      """
          .formatted(COVERED);

  private final JdbcClient jdbc;
  private final Json json;

  VisibleModels(JdbcClient jdbc, Json json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Newest first. Each source of candidates is read by its own index, a page's worth of it. */
  Page<DatedModel> page(Audience audience, Paging paging) {
    var after = paging.after(2);
    var at =
        after
            .map(c -> c.instant(0).atOffset(ZoneOffset.UTC))
            .orElse(OffsetDateTime.MAX); // which is PostgreSQL's infinity
    var rows =
        jdbc.sql(
                """
                select m.*
                from (
                  (select id from scaigrid_frontend_models
                   where :unrestricted and tenant_id = :tenant and status = 'active'
                     and (created_at, id) < (:at, :id)
                   order by created_at desc, id desc limit :rows)
                  union
                  (select id from scaigrid_frontend_models
                   where :unrestricted and tenant_id is null and status = 'active'
                     and (created_at, id) < (:at, :id)
                   order by created_at desc, id desc limit :rows)
                  union
                  (select newest.model_id
                   from scaigrid_model_groups g
                   cross join lateral (
                     select gm.model_id
                     from scaigrid_model_group_members gm
                     join scaigrid_frontend_models m on m.id = gm.model_id
                     where gm.group_id = g.id and m.status = 'active'
                       and (gm.model_created_at, gm.model_id) < (:at, :id)
                     order by gm.model_created_at desc, gm.model_id desc limit :rows) newest
                   where %s)
                ) candidates
                join scaigrid_frontend_models m on m.id = candidates.id
                where %s
                order by m.created_at desc, m.id desc
                limit :rows
                """
                    .formatted(COVERED, VISIBLE))
            .params(audience.parameters())
            .param("at", at)
            .param("id", after.map(c -> c.text(1)).orElse(""))
            .param("rows", paging.limit() + 1)
            .query(this::row)
            .list();
    return Page.of(rows, paging.limit(), row -> Cursor.at(row.createdAt(), row.model().id()));
  }

  Optional<DatedModel> find(Audience audience, String slug) {
    return jdbc.sql(
            "select m.* from scaigrid_frontend_models m where m.slug = :slug and " + VISIBLE)
        .params(audience.parameters())
        .param("slug", slug)
        .query(this::row)
        .optional();
  }

  /** The first back-end of a model that the audience sees. */
  Optional<Route> route(Audience audience, String slug) {
    return jdbc.sql(
            """
            select m.tenant_id, m.slug, m.capabilities, b.id as backend_id, b.provider_type, b.connection_config, b.provider, b.version,
              b.tenant_id as backend_tenant, link.backend_model
            from scaigrid_frontend_models m
            join scaigrid_model_backends link on link.model_id = m.id
            join scaigrid_backend_models b on b.id = link.backend_id
            where m.slug = :slug and %s
            order by link.position
            limit 1
            """
                .formatted(VISIBLE))
        .params(audience.parameters())
        .param("slug", slug)
        .query(this::routeOf)
        .optional();
  }

  private DatedModel row(ResultSet row, int number) throws SQLException {
    return new DatedModel(
        new Model(
            row.getString("id"),
            row.getString("slug"),
            row.getString("display_name"),
            row.getString("description"),
            row.getString("modality"),
            json.read(row.getString("capabilities")),
            row.getString("avatar_url"),
            row.getString("status"),
            json.read(row.getString("metadata"))),
        Columns.instant(row, "created_at"));
  }

  private Route routeOf(ResultSet row, int number) throws SQLException {
    var config = json.read(row.getString("connection_config"));
    return new Route(
        row.getString("tenant_id"),
        row.getString("slug"),
        json.read(row.getString("capabilities")),
        row.getString("provider_type"),
        config,
        endpoint(row, config));
  }

  private static @Nullable Endpoint endpoint(ResultSet row, Map<String, Object> config)
      throws SQLException {
    var provider = row.getString("provider");
    return provider == null
        ? null
        : BackendRows.endpoint(
            row.getString("backend_tenant"),
            row.getString("backend_id"),
            row.getLong("version"),
            provider,
            row.getString("backend_model"),
            config);
  }
}
