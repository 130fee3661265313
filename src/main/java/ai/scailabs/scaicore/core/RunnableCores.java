package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.delegation.Delegation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What running an execution needs to know of a Core, in one light query. */
@Component
public class RunnableCores {

  private static final String SELECT =
      """
      select c.id, c.tenant_id, c.name, c.status, c.program_hash, c.environment,
        c.concurrency_mode, c.concurrency_explicit, c.entity_key_field, c.checkpoint_mode,
        c.privilege_level, c.resource_limits, c.identity_mode, c.delegated_user_id,
        c.delegation_scopes, c.delegation_expires_at, c.delegation_granted_by, c.runtime_mode, c.created_by
      from mod_scaicore_cores c
      """;

  private final JdbcClient jdbc;

  RunnableCores(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A Core on the way to run.
   *
   * @param programHash null before its first good start
   * @param environment JSON text
   * @param concurrencyMode what the Core itself says; null when it leaves that to its program
   */
  public record RunnableCore(
      String id,
      String tenantId,
      String name,
      CoreStatus status,
      @Nullable String programHash,
      String environment,
      @Nullable ConcurrencyMode concurrencyMode,
      @Nullable String entityKeyField,
      CheckpointMode checkpointMode,
      PrivilegeLevel privilegeLevel,
      String resourceLimits,
      Delegation delegation,
      RuntimeMode runtimeMode,
      String createdBy) {}

  /** Fails with {@code CORE_NOT_FOUND} where the tenant has no such Core. */
  public RunnableCore get(String tenantId, String id) {
    return jdbc.sql(SELECT + "where c.tenant_id = ? and c.id = ?")
        .params(tenantId, id)
        .query(RunnableCores::row)
        .optional()
        .orElseThrow(() -> new CoreNotFound(id));
  }

  /** A Core at one moment: with the next change it has another. */
  public record Stamp(String tenantId, String id, long version) {}

  /** That of a Core of whatever tenant, in a query that costs the same however large it is. */
  public Optional<Stamp> stamp(String id) {
    return jdbc.sql("select tenant_id, id, version from mod_scaicore_cores where id = ?")
        .param(id)
        .query((row, number) -> new Stamp(row.getString(1), row.getString(2), row.getLong(3)))
        .optional();
  }

  /** The Core of an id, of whatever tenant, for those who prove otherwise that it is theirs. */
  public Optional<RunnableCore> ofAnyTenant(String id) {
    return jdbc.sql(SELECT + "where c.id = ?").param(id).query(RunnableCores::row).optional();
  }

  /** The Core of {@code core://tenant/slug}, of whatever tenant. */
  public Optional<RunnableCore> named(String tenantSlug, String coreSlug) {
    return jdbc.sql(
            SELECT
                + """
                join scaigrid_tenants t on t.id = c.tenant_id
                where t.slug = ? and c.slug = ?
                """)
        .params(tenantSlug, coreSlug)
        .query(RunnableCores::row)
        .optional();
  }

  private static RunnableCore row(ResultSet row, int number) throws SQLException {
    return new RunnableCore(
        row.getString("id"),
        row.getString("tenant_id"),
        row.getString("name"),
        CoreStatus.of(row.getString("status")),
        row.getString("program_hash"),
        row.getString("environment"),
        row.getBoolean("concurrency_explicit")
            ? ConcurrencyMode.of(row.getString("concurrency_mode"))
            : null,
        row.getString("entity_key_field"),
        CheckpointMode.of(row.getString("checkpoint_mode")),
        PrivilegeLevel.of(row.getString("privilege_level")),
        row.getString("resource_limits"),
        StoredDelegation.of(row),
        RuntimeMode.of(row.getString("runtime_mode")),
        row.getString("created_by"));
  }

  public boolean isRunning(String tenantId, String id) {
    return jdbc.sql(
            "select 1 from mod_scaicore_cores where tenant_id = ? and id = ? and status ="
                + " 'running'")
        .params(tenantId, id)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /** The programs of Cores, of whatever tenant, by their ids. */
  public Map<String, String> programs(Collection<String> ids) {
    var programs = new HashMap<String, String>();
    jdbc.sql(
            """
            select id, program_hash from mod_scaicore_cores
            where id = any(?) and program_hash is not null
            """)
        .param(ids.toArray(String[]::new))
        .query(
            row -> {
              programs.put(row.getString(1), row.getString(2));
            });
    return programs;
  }

  /** Those of these Cores, of whatever tenant, that do not run any more or are gone. */
  public List<String> notRunning(Collection<String> ids) {
    return jdbc.sql(
            """
            select given.id from unnest(?) as given (id)
            left join mod_scaicore_cores c on c.id = given.id and c.status = 'running'
            where c.id is null
            """)
        .param(ids.toArray(String[]::new))
        .query((row, number) -> row.getString(1))
        .list();
  }
}
