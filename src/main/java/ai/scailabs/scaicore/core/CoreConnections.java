package ai.scailabs.scaicore.core;

import static java.util.Objects.requireNonNullElse;

import ai.scailabs.scaicore.delegation.Delegation;
import ai.scailabs.scaicore.engine.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a Core says itself about calls to other people's servers, read when one is made, and the
 * secrets of such a call, opened at the last moment.
 */
@Component
public class CoreConnections {

  private final JdbcClient jdbc;
  private final CoreSecrets secrets;

  CoreConnections(JdbcClient jdbc, CoreSecrets secrets) {
    this.jdbc = jdbc;
    this.secrets = secrets;
  }

  /** As whom a Core calls, and its plugin entries. */
  public record Connections(Delegation delegation, List<Entry> entries) {

    /** The entry of an alias. */
    public Optional<Entry> entry(String alias) {
      return entries.stream().filter(entry -> entry.alias().equals(alias)).findFirst();
    }
  }

  /**
   * A Core's own entry of a plugin.
   *
   * @param config with its secrets masked; null where the entry has none
   */
  public record Entry(
      String alias, @Nullable String endpoint, @Nullable Map<String, @Nullable Object> config) {}

  /**
   * A config that can be sent.
   *
   * @param secrets what must not be shown of it
   */
  public record OpenedConfig(Map<String, @Nullable Object> config, Set<String> secrets) {}

  /** Fails with {@code CORE_NOT_FOUND} where the tenant has no such Core. */
  public Connections get(String tenantId, String coreId) {
    return jdbc.sql(
            """
            select plugins, %s
            from mod_scaicore_cores where tenant_id = ? and id = ?
            """
                .formatted(StoredDelegation.COLUMNS))
        .params(tenantId, coreId)
        .query((row, number) -> connections(row))
        .optional()
        .orElseThrow(() -> new CoreNotFound(coreId));
  }

  private static Connections connections(ResultSet row) throws SQLException {
    return new Connections(
        StoredDelegation.of(row),
        Json.parse(row.getString("plugins")) instanceof List<?> list
            ? list.stream().map(CoreConnections::entry).toList()
            : List.of());
  }

  private static Entry entry(@Nullable Object stored) {
    var entry = MaskedValues.members(stored);
    return new Entry(
        String.valueOf(entry.get("alias")),
        entry.get("endpoint") instanceof String endpoint ? endpoint : null,
        entry.containsKey("config") ? MaskedValues.members(entry.get("config")) : null);
  }

  /**
   * Opens the secrets in the config of an entry.
   *
   * @throws SecretNotSet where one of them has no value
   */
  public OpenedConfig open(String tenantId, String coreId, Entry entry) {
    var config = requireNonNullElse(entry.config(), Map.<String, @Nullable Object>of());
    var path = "plugins." + entry.alias() + ".config";
    var names = MaskedValues.names(path, config);
    var values = values(tenantId, coreId, names);
    return new OpenedConfig(
        MaskedValues.members(MaskedValues.opened(path, config, values)),
        Set.copyOf(values.values()));
  }

  /**
   * Opens a secret of the Core's environment; empty where there is none of that name.
   *
   * @param key of the environment's member
   */
  public Optional<String> environmentSecret(String tenantId, String coreId, String key) {
    var name = SecretMask.below("environment", key);
    return Optional.ofNullable(secrets.open(tenantId, coreId, Set.of(name)).get(name));
  }

  /**
   * Every secret of some Cores, by Core: what must not be shown of them.
   *
   * @param tenantOfCore their ids, and whose they are
   */
  public Map<String, Set<String>> secretsOf(Map<String, String> tenantOfCore) {
    return secrets.openAll(tenantOfCore);
  }

  private Map<String, String> values(String tenantId, String coreId, Set<String> names) {
    if (names.isEmpty()) {
      return Map.of();
    }
    var values = secrets.open(tenantId, coreId, names);
    var missing = new HashSet<>(names);
    missing.removeAll(values.keySet());
    if (!missing.isEmpty()) {
      throw new SecretNotSet(missing.stream().sorted().findFirst().orElseThrow());
    }
    return values;
  }

  /** A secret has no value that is stored. */
  public static final class SecretNotSet extends RuntimeException {

    SecretNotSet(String name) {
      super("the secret " + name + " of the Core is not set");
    }
  }
}
