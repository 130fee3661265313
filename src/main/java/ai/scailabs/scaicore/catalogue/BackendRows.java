package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The model servers of tenants. What stands behind a published Core is none of them. */
@Repository
class BackendRows {

  /** The provider type of back-ends that are model servers. */
  static final String TYPE = "openai_compatible";

  private static final String SHOWN =
      """
      id, name, provider, connection_config, sealed_key is not null as has_key, version, created_at,
        updated_at
      """;

  private final JdbcClient jdbc;
  private final Json json;

  BackendRows(JdbcClient jdbc, Json json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Newest first. Index: scaigrid_backend_models_newest. */
  Page<Backend> page(String tenantId, Paging paging) {
    var after = paging.after(2);
    var rows =
        jdbc.sql(
                """
                select %s from scaigrid_backend_models
                where tenant_id = :tenant and provider is not null
                  and (created_at, id) < (:at, :id)
                order by created_at desc, id desc
                limit :rows
                """
                    .formatted(SHOWN))
            .param("tenant", tenantId)
            .param(
                "at",
                after.map(c -> c.instant(0).atOffset(ZoneOffset.UTC)).orElse(OffsetDateTime.MAX))
            .param("id", after.map(c -> c.text(1)).orElse(""))
            .param("rows", paging.limit() + 1)
            .query(this::backend)
            .list();
    return Page.of(rows, paging.limit(), b -> Cursor.at(b.createdAt(), b.id()));
  }

  Optional<Backend> find(String tenantId, String id) {
    return one("", tenantId, id);
  }

  /** Held against other writers until the transaction ends. */
  Optional<Backend> findLocked(String tenantId, String id) {
    return one("for update", tenantId, id);
  }

  private Optional<Backend> one(String lock, String tenantId, String id) {
    return jdbc.sql(
            """
            select %s from scaigrid_backend_models
            where tenant_id = :tenant and id = :id and provider is not null %s
            """
                .formatted(SHOWN, lock))
        .param("tenant", tenantId)
        .param("id", id)
        .query(this::backend)
        .optional();
  }

  void insert(String tenantId, String id, BackendDraft draft, byte @Nullable [] sealedKey) {
    guarded(
        draft,
        () ->
            jdbc.sql(
                    """
                    insert into scaigrid_backend_models
                      (id, tenant_id, name, provider_type, provider, connection_config, sealed_key)
                    values (:id, :tenant, :name, :type, :provider, cast(:config as json), :key)
                    """)
                .params(values(tenantId, id, draft, sealedKey))
                .param("type", TYPE)
                .update());
  }

  /**
   * @param sealedKey null: the stored one stays
   */
  void update(String tenantId, String id, BackendDraft draft, byte @Nullable [] sealedKey) {
    guarded(
        draft,
        () ->
            jdbc.sql(
                    """
                    update scaigrid_backend_models
                    set name = :name, provider = :provider,
                      connection_config = cast(:config as json),
                      sealed_key = coalesce(:key, sealed_key), version = version + 1,
                      updated_at = now()
                    where tenant_id = :tenant and id = :id and provider is not null
                    """)
                .params(values(tenantId, id, draft, sealedKey))
                .update());
  }

  private Map<String, @Nullable Object> values(
      String tenantId, String id, BackendDraft draft, byte @Nullable [] sealedKey) {
    var config = new HashMap<String, Object>();
    config.put("base_url", draft.baseUrl());
    config.put("models", draft.models());
    if (draft.timeoutSeconds() != null) {
      config.put("timeout_seconds", draft.timeoutSeconds());
    }
    var values = new HashMap<String, @Nullable Object>();
    values.put("id", id);
    values.put("tenant", tenantId);
    values.put("name", draft.name());
    values.put("provider", draft.provider());
    values.put("config", json.write(config));
    values.put("key", new SqlParameterValue(Types.BINARY, sealedKey));
    return values;
  }

  private static void guarded(BackendDraft draft, Runnable write) {
    try {
      write.run();
    } catch (DuplicateKeyException e) {
      throw new ProviderTaken(draft.provider());
    }
  }

  /** Index: scaigrid_model_backends_backend. */
  List<String> slugsOn(String id) {
    return jdbc.sql(
            """
            select m.slug from scaigrid_model_backends link
            join scaigrid_frontend_models m on m.id = link.model_id
            where link.backend_id = ? order by m.slug limit 20
            """)
        .param(id)
        .query((row, n) -> row.getString(1))
        .list();
  }

  /** The models that are on others of its models than these. */
  List<String> slugsBeside(String id, List<String> offered) {
    return jdbc.sql(
            """
            select m.slug from scaigrid_model_backends link
            join scaigrid_frontend_models m on m.id = link.model_id
            where link.backend_id = :id and link.backend_model <> all(:offered)
            order by m.slug limit 20
            """)
        .param("id", id)
        .param("offered", offered.toArray(String[]::new))
        .query((row, n) -> row.getString(1))
        .list();
  }

  void delete(String tenantId, String id) {
    jdbc.sql(
            "delete from scaigrid_backend_models"
                + " where tenant_id = ? and id = ? and provider is not null")
        .params(tenantId, id)
        .update();
  }

  /** A model on the server that a tenant calls by a name, where the server offers it. */
  Optional<Endpoint> endpoint(String tenantId, String provider, String model) {
    return endpoint(tenantId, "provider", provider, model);
  }

  /** An endpoint that was read before, as it is now. */
  Optional<Endpoint> current(Endpoint before) {
    return endpoint(before.tenantId(), "id", before.backendId(), before.model());
  }

  private Optional<Endpoint> endpoint(String tenantId, String column, String value, String model) {
    return jdbc.sql(
            """
            select id, provider, version, connection_config from scaigrid_backend_models
            where tenant_id = ? and %s = ? and provider is not null
            """
                .formatted(column))
        .params(tenantId, value)
        .query(
            (row, n) -> {
              var config = json.read(row.getString("connection_config"));
              return offers(config, model)
                  ? Optional.of(
                      endpoint(
                          tenantId,
                          row.getString("id"),
                          row.getLong("version"),
                          row.getString("provider"),
                          model,
                          config))
                  : Optional.<Endpoint>empty();
            })
        .optional()
        .flatMap(found -> found);
  }

  static Endpoint endpoint(
      String tenantId,
      String id,
      long version,
      String provider,
      String model,
      Map<String, Object> config) {
    return new Endpoint(
        tenantId,
        id,
        version,
        provider,
        model,
        String.valueOf(config.get("base_url")),
        config.get("timeout_seconds") instanceof Number n
            ? Duration.ofSeconds(n.intValue())
            : null);
  }

  private static boolean offers(Map<String, Object> config, String model) {
    return !(config.get("models") instanceof List<?> models)
        || models.isEmpty()
        || models.contains(model);
  }

  /** The sealed key that belongs to an endpoint's address; a row without one has an empty array. */
  Optional<byte[]> sealedKey(Endpoint endpoint) {
    return jdbc.sql(
            """
            select coalesce(sealed_key, '') from scaigrid_backend_models
            where tenant_id = ? and id = ? and version = ?
            """)
        .params(endpoint.tenantId(), endpoint.backendId(), endpoint.version())
        .query((row, n) -> row.getBytes(1))
        .optional();
  }

  private Backend backend(ResultSet row, int number) throws SQLException {
    var config = json.read(row.getString("connection_config"));
    return new Backend(
        row.getString("id"),
        row.getString("name"),
        row.getString("provider"),
        String.valueOf(config.get("base_url")),
        row.getBoolean("has_key") ? Backend.MaskedKey.SET : null,
        config.get("models") instanceof List<?> models
            ? models.stream().map(String::valueOf).toList()
            : List.of(),
        config.get("timeout_seconds") instanceof Number n ? n.intValue() : null,
        row.getLong("version"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }
}
