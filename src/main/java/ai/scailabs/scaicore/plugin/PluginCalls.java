package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.engine.BlockFailed;
import ai.scailabs.scaicore.engine.PluginBridge.Call;
import ai.scailabs.scaicore.engine.PluginBridge.Target;
import ai.scailabs.scaicore.engine.PluginBridge.Tool;
import ai.scailabs.scaicore.plugin.CallFailed.Codes;
import ai.scailabs.scaicore.plugin.CallFailed.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Calls the plugins of Cores, over HTTP or the Model Context Protocol. A call is tried again where
 * the plugin cannot be reached, is late, or says 429 or 5xx, always with the same idempotency key.
 */
@Component
public class PluginCalls {

  private final PluginBinding binding;
  private final HttpPlugins http;
  private final McpPlugins mcp;

  PluginCalls(PluginBinding binding, HttpPlugins http, McpPlugins mcp) {
    this.binding = binding;
    this.http = http;
    this.mcp = mcp;
  }

  /**
   * Calls a method and gives its result, a JSON value without the secrets that were sent.
   *
   * @throws BlockFailed as {@link ai.scailabs.scaicore.engine.PluginBridge#call}
   */
  public @Nullable Object call(CallingCore core, Call call) {
    try {
      var plugin = binding.bind(core, call.target());
      return switch (plugin.endpoint()) {
        case PluginEndpoint.Http at ->
            http.call(plugin, at, call.method(), call.args(), call.key()).result();
        case PluginEndpoint.Mcp(var uri) ->
            mcp.call(plugin, uri, call.method(), call.args(), call.key());
      };
    } catch (CallFailed e) {
      throw e.of(
          "the plugin '" + call.target().alias() + "', method '" + call.method() + "',",
          Codes.PLUGIN);
    }
  }

  /**
   * The tools of a plugin that speaks MCP.
   *
   * @throws BlockFailed as {@link ai.scailabs.scaicore.engine.PluginBridge#methods}
   */
  public List<Tool> methods(CallingCore core, Target target) {
    try {
      var plugin = binding.bind(core, target);
      return switch (plugin.endpoint()) {
        case PluginEndpoint.Http _ ->
            throw CallFailed.lasting(
                Kind.ERROR,
                "does not say what methods it has; declare them in the program's entry of the"
                    + " plugin: methods [{name, description, input_schema}]");
        case PluginEndpoint.Mcp(var uri) -> mcp.methods(plugin, uri);
      };
    } catch (CallFailed e) {
      throw e.of("the plugin '" + target.alias() + "'", Codes.PLUGIN);
    }
  }
}
