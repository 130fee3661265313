package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.core.CoreConnections;
import ai.scailabs.scaicore.core.CoreConnections.Entry;
import ai.scailabs.scaicore.core.CoreConnections.SecretNotSet;
import ai.scailabs.scaicore.engine.PluginBridge.Target;
import ai.scailabs.scaicore.identity.User;
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
  private final PluginProperties settings;

  PluginBinding(CoreConnections connections, ActingUser acting, PluginProperties settings) {
    this.connections = connections;
    this.acting = acting;
    this.settings = settings;
  }

  /** The plugin to call, with its secrets open. */
  BoundPlugin bind(CallingCore core, Target target) throws CallFailed {
    var stored = connections.get(core.tenantId(), core.coreId());
    var user = acting.of(core.tenantId(), stored).map(User::id).orElse(null);
    var own = stored.entry(target.alias()).orElse(null);
    var endpoint =
        PluginEndpoint.of(
            endpoint(own == null || own.endpoint() == null ? target.endpoint() : own.endpoint()),
            settings.available());
    try {
      return own == null || own.config() == null
          ? ofProgram(core, target, endpoint, user)
          : ofCore(core, own, endpoint, user);
    } catch (SecretNotSet | SecretNotOpened e) {
      throw CallFailed.lasting(Kind.ERROR, "was not called: " + e.getMessage());
    }
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
      CallingCore core, Target target, PluginEndpoint endpoint, @Nullable String user)
      throws CallFailed {
    var opening = new SecretOpening(connections, core);
    var config = new LinkedHashMap<String, @Nullable Object>();
    for (Map.Entry<String, @Nullable Object> member : target.config().entrySet()) {
      config.put(member.getKey(), opening.value(member.getValue()));
    }
    return new BoundPlugin(core, endpoint, config, new Redaction(opening.opened()), user);
  }

  private BoundPlugin ofCore(
      CallingCore core, Entry own, PluginEndpoint endpoint, @Nullable String user) {
    var opened = connections.open(core.tenantId(), core.coreId(), own);
    return new BoundPlugin(
        core, endpoint, opened.config(), new Redaction(new HashSet<>(opened.secrets())), user);
  }
}
