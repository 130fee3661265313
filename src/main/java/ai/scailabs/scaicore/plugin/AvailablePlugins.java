package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.plugin.CallFailed.Kind;
import ai.scailabs.scaicore.web.Columns;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The registry of plugins that programs reach as {@code plugin://<name>}: those of the
 * configuration, which every tenant has, and each tenant's own. Where both have a name, the
 * tenant's counts, so that nobody is sent elsewhere when the configuration changes.
 */
@Component
class AvailablePlugins {

  /** How many a tenant may have of its own. */
  static final int MOST = 200;

  private static final int MOST_TOLD = 20;

  private final JdbcClient jdbc;
  private final PluginProperties settings;

  AvailablePlugins(JdbcClient jdbc, PluginProperties settings) {
    this.jdbc = jdbc;
    this.settings = settings;
  }

  /** All that a tenant's programs may name, by name. */
  Collection<AvailablePlugin> of(String tenantId) {
    var all = new TreeMap<String, AvailablePlugin>();
    settings.available().forEach(one -> all.put(one.name(), AvailablePlugin.ofOperator(one)));
    jdbc.sql(
            """
            select name, endpoint, description, created_at from mod_scaicore_available_plugins
            where tenant_id = ?
            """)
        .param(tenantId)
        .query(
            row -> {
              var name = row.getString("name");
              all.put(
                  name,
                  AvailablePlugin.ofTenant(
                      name,
                      row.getString("endpoint"),
                      row.getString("description"),
                      Columns.instant(row, "created_at")));
            });
    return all.values();
  }

  /** The endpoint that a text names: an address, or one of the registry. */
  PluginEndpoint endpoint(String tenantId, String text) throws CallFailed {
    if (!PluginEndpoint.isOfRegistry(text)) {
      return PluginEndpoint.of(text);
    }
    var name = text.substring(PluginEndpoint.REGISTRY.length());
    var address = address(tenantId, name);
    if (address.isPresent()) {
      return PluginEndpoint.of(address.get());
    }
    throw CallFailed.lasting(
        Kind.ERROR,
        "cannot be called: there is no plugin '"
            + Answers.line(name)
            + "' here; available are: "
            + of(tenantId).stream()
                .map(AvailablePlugin::name)
                .limit(MOST_TOLD)
                .collect(Collectors.joining(", ", "[", "]")));
  }

  private Optional<String> address(String tenantId, String name) {
    if (name.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    return jdbc.sql(
            "select endpoint from mod_scaicore_available_plugins where tenant_id = ? and name = ?")
        .params(tenantId, name)
        .query(String.class)
        .optional()
        .or(() -> configured(name));
  }

  private Optional<String> configured(String name) {
    return settings.available().stream()
        .filter(one -> one.name().equals(name))
        .map(PluginProperties.Available::endpoint)
        .findFirst();
  }

  boolean isConfigured(String name) {
    return configured(name).isPresent();
  }

  int count(String tenantId) {
    return jdbc.sql("select count(*) from mod_scaicore_available_plugins where tenant_id = ?")
        .param(tenantId)
        .query(Integer.class)
        .single();
  }

  /** Adds one of a tenant; false where it has one of that name. */
  boolean add(String tenantId, AvailablePlugin plugin, String userId, Instant now) {
    return jdbc.sql(
                """
                insert into mod_scaicore_available_plugins
                  (tenant_id, name, endpoint, description, created_by, created_at)
                values (:tenant, :name, :endpoint, :description, :user, :now)
                on conflict (tenant_id, name) do nothing
                """)
            .param("tenant", tenantId)
            .param("name", plugin.name())
            .param("endpoint", plugin.endpoint())
            .param("description", plugin.description())
            .param("user", userId)
            .param("now", Timestamp.from(now))
            .update()
        == 1;
  }

  /** Removes one of a tenant; false where it has none of that name. */
  boolean remove(String tenantId, String name) {
    return jdbc.sql("delete from mod_scaicore_available_plugins where tenant_id = ? and name = ?")
            .params(tenantId, name)
            .update()
        == 1;
  }
}
