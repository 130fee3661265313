package ai.scailabs.scaicore.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls the plugins of a Core. */
public interface PluginBridge {

  /**
   * Calls a method and gives its result, a JSON value.
   *
   * @throws BlockFailed with {@code PLUGIN_ERROR}, {@code PLUGIN_TIMEOUT}, {@code PLUGIN_BLOCKED},
   *     {@code PAYLOAD_TOO_LARGE} or a code of the delegation
   */
  @Nullable Object call(Call call);

  /**
   * The methods of a plugin that says itself what it has.
   *
   * @throws BlockFailed as {@link #call}; with {@code PLUGIN_ERROR} where it cannot say
   */
  List<Tool> methods(Target target);

  /**
   * A plugin as the program declares it; the Core's own entry of the same alias wins.
   *
   * @param endpoint null where the program names none
   * @param config may hold {@link ai.scailabs.scaicore.program.expression.SecretText} and {@link
   *     ai.scailabs.scaicore.program.expression.SecretHandle}, at any depth
   */
  record Target(String alias, @Nullable String endpoint, Map<String, @Nullable Object> config) {}

  /**
   * A call.
   *
   * @param args JSON values
   * @param key idempotency key, the same when it has to be repeated
   */
  record Call(Target target, String method, Map<String, @Nullable Object> args, String key) {}

  /**
   * A method that a model may call.
   *
   * @param inputSchema JSON Schema of its arguments
   */
  record Tool(
      String method, @Nullable String description, Map<String, @Nullable Object> inputSchema) {}
}
