package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.RawJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads one Core as callers see it, straight from its row. Nothing is asked more often; an entity
 * and its transaction would cost as much again as the query.
 */
@Component
class ShownCores {

  private final JdbcClient jdbc;
  private final CoreViews views;

  ShownCores(JdbcClient jdbc, CoreViews views) {
    this.jdbc = jdbc;
    this.views = views;
  }

  /** The Core, if the tenant has it. */
  CoreView get(String tenantId, String id) {
    return jdbc.sql(
            """
            select id, tenant_id, name, slug, status, status_reason, runtime_mode,
              concurrency_mode, entity_key_field, source, plugins, environment, resource_limits,
              checkpoint_mode, privilege_level, metadata, avatar_url, identity_mode, version,
              created_by, created_at, updated_at, started_at,
              published_model_id, published_backend_id, published_slug
            from mod_scaicore_cores where tenant_id = ? and id = ?
            """)
        .params(tenantId, id)
        .query((row, n) -> view(row))
        .optional()
        .orElseThrow(() -> new CoreNotFound(id));
  }

  private CoreView view(ResultSet row) throws SQLException {
    return new CoreView(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        constant(CoreStatus.class, row.getString(5)),
        row.getString(6),
        constant(RuntimeMode.class, row.getString(7)),
        constant(ConcurrencyMode.class, row.getString(8)),
        row.getString(9),
        new RawJson(row.getString(10)),
        new RawJson(row.getString(11)),
        new RawJson(row.getString(12)),
        new RawJson(row.getString(13)),
        constant(CheckpointMode.class, row.getString(14)),
        constant(PrivilegeLevel.class, row.getString(15)),
        new RawJson(views.metadata(row.getString(16), publication(row))),
        row.getString(17),
        constant(IdentityMode.class, row.getString(18)),
        row.getLong(19),
        row.getString(20),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "updated_at"),
        Columns.instantOrNull(row, "started_at"));
  }

  private static Optional<Publication> publication(ResultSet row) throws SQLException {
    var model = row.getString(24);
    return model == null
        ? Optional.empty()
        : Optional.of(new Publication(model, row.getString(25), row.getString(26)));
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }
}
