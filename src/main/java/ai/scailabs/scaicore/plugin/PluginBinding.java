package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.core.CoreConnections;
import ai.scailabs.scaicore.core.CoreConnections.Entry;
import ai.scailabs.scaicore.core.CoreConnections.SecretNotSet;
import ai.scailabs.scaicore.engine.PluginBridge.Target;
import ai.scailabs.scaicore.plugin.CallFailed.Kind;
import ai.scailabs.scaicore.secrets.SecretNotOpened;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds what an alias stands for. The Core's own entry of the alias wins over the program's: its
 * endpoint where it has one, its config where it has one.
 */
@Component
class PluginBinding {

  private final CoreConnections connections;
  private final ActingUser acting;
  private final AvailablePlugins available;

  PluginBinding(CoreConnections connections, ActingUser acting, AvailablePlugins available) {
    this.connections = connections;
    this.acting = acting;
    this.available = available;
  }

  /** The plugin to call, with its secrets open. */
  BoundPlugin bind(CallingCore core, Target target) throws CallFailed {
    var stored = connections.get(core.tenantId(), core.coreId());
    var user = acting.of(core.tenantId(), stored.delegation()).orElse(null);
    var own = stored.entry(target.alias()).orElse(null);
    var endpoint =
        available.endpoint(
            core.tenantId(),
            endpoint(own == null || own.endpoint() == null ? target.endpoint() : own.endpoint()));
    var caller =
        user == null
            ? Caller.ITSELF
            : new Caller(user.id(), () -> acting.token(core, user, endpoint.uri()));
    try {
      return own == null || own.config() == null
          ? ofProgram(core, target, endpoint, caller)
          : ofCore(core, own, endpoint, caller);
    } catch (SecretNotSet | SecretNotOpened e) {
      throw CallFailed.lasting(Kind.ERROR, "was not called: " + e.getMessage());
    }
  }

  /** Who calls: the Core itself, or as a user. */
  private record Caller(@Nullable String userId, @Nullable DelegatedToken token) {
    static final Caller ITSELF = new Caller(null, null);
  }

  private static String endpoint(@Nullable String given) throws CallFailed {
    if (given == null || given.isBlank()) {
      throw CallFailed.lasting(
          Kind.ERROR,
          "has no endpoint; name one in the program or in the Core's entry of the alias");
    }
    return given.strip();
  }

  private BoundPlugin ofProgram(
      CallingCore core, Target target, PluginEndpoint endpoint, Caller caller) throws CallFailed {
    var opening = new SecretOpening(connections, core);
    var config = new LinkedHashMap<String, @Nullable Object>();
    for (Map.Entry<String, @Nullable Object> member : target.config().entrySet()) {
      config.put(member.getKey(), opening.value(member.getValue()));
    }
    return new BoundPlugin(
        core, endpoint, config, new Redaction(opening.opened()), caller.userId(), caller.token());
  }

  private BoundPlugin ofCore(CallingCore core, Entry own, PluginEndpoint endpoint, Caller caller) {
    var opened = connections.open(core.tenantId(), core.coreId(), own);
    return new BoundPlugin(
        core,
        endpoint,
        opened.config(),
        new Redaction(new HashSet<>(opened.secrets())),
        caller.userId(),
        caller.token());
  }
}
