package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.core.CorePlugins;
import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.engine.BlockFailed;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.engine.PluginBridge.Target;
import ai.scailabs.scaicore.engine.PluginBridge.Tool;
import ai.scailabs.scaicore.identity.ActingCore;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.plugin.CallFailed.Codes;
import ai.scailabs.scaicore.plugin.PluginTrial.Problem;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.RawJson;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tries plugins out: calls them once, with the config, the signature and the token that a program's
 * call would have, outside any execution.
 */
@Component
class PluginTrials {

  private static final int LONGEST_RESULT = 64 * 1024;
  private static final int SERVER_ERROR = 500;

  private final CorePlugins entries;
  private final RunnableCores cores;
  private final PluginBinding binding;
  private final HttpPlugins http;
  private final McpPlugins mcp;
  private final AuditTrail audit;
  private final TransactionOperations transactions;
  private final Clock clock;

  PluginTrials(
      CorePlugins entries,
      RunnableCores cores,
      PluginBinding binding,
      HttpPlugins http,
      McpPlugins mcp,
      AuditTrail audit,
      TransactionOperations transactions,
      Clock clock) {
    this.entries = entries;
    this.cores = cores;
    this.binding = binding;
    this.http = http;
    this.mcp = mcp;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** What came back, where something good did. */
  private record Answer(
      @Nullable Integer status, @Nullable RawJson result, @Nullable List<String> methods) {}

  /**
   * Calls the plugin of a Core's entry.
   *
   * @param method null: an MCP server is asked for its tools, any other with {@code GET}
   */
  PluginTrial run(
      Caller caller,
      String coreId,
      String alias,
      @Nullable String method,
      Map<String, @Nullable Object> args) {
    var core = cores.get(caller.tenantId(), coreId);
    entries.get(caller.tenantId(), coreId, alias);
    transactions.executeWithoutResult(
        _ ->
            audit.record(
                caller.tenantId(),
                "plugin.test",
                coreId + "/" + alias,
                new ActingCore(coreId, core.delegation().userAt(clock.instant()))));
    var key = Ids.next("test_");
    var calling = new CallingCore(core.tenantId(), coreId, key, core.environment(), () -> {}, true);
    long begun = System.nanoTime();
    try {
      var plugin = binding.bind(calling, new Target(alias, null, Map.of()));
      begun = System.nanoTime();
      var answer = answer(plugin, method, args, key);
      long latency = millisSince(begun);
      return new PluginTrial(
          alias, true, answer.status(), latency, answer.result(), answer.methods(), null);
    } catch (CallFailed e) {
      long latency = millisSince(begun);
      var failure = e.of("the plugin '" + alias + "'", Codes.PLUGIN).failure();
      return failed(alias, latency, status(failure.details()), failure.code(), failure.message());
    } catch (BlockFailed e) {
      var failure = e.failure();
      return failed(alias, millisSince(begun), null, failure.code(), failure.message());
    }
  }

  private Answer answer(
      BoundPlugin plugin, @Nullable String method, Map<String, @Nullable Object> args, String key)
      throws CallFailed {
    return switch (plugin.endpoint()) {
      case PluginEndpoint.Http at ->
          method == null
              ? probed(http.probe(plugin, at, key))
              : shown(http.call(plugin, at, method, args, key));
      case PluginEndpoint.Mcp(var uri) ->
          method == null
              ? new Answer(null, null, mcp.methods(plugin, uri).stream().map(Tool::method).toList())
              : new Answer(null, shown(mcp.call(plugin, uri, method, args, key)), null);
    };
  }

  /** Whoever refuses a {@code GET} is there all the same. */
  private static Answer probed(int status) throws CallFailed {
    if (status >= SERVER_ERROR || status / 100 == 3) {
      throw CallFailed.answered("answered " + status, false, null, Map.of("status", (long) status));
    }
    return new Answer(status, null, null);
  }

  private static Answer shown(HttpPlugins.Answer answer) {
    return new Answer(answer.status(), shown(answer.result()), null);
  }

  private static @Nullable RawJson shown(@Nullable Object result) {
    var text = Json.text(result);
    return text.length() > LONGEST_RESULT ? null : new RawJson(text);
  }

  private static @Nullable Integer status(@Nullable Object details) {
    return details instanceof Map<?, ?> map && map.get("status") instanceof Long status
        ? Integer.valueOf(status.intValue())
        : null;
  }

  private static PluginTrial failed(
      String alias, long latency, @Nullable Integer status, String code, String message) {
    return new PluginTrial(alias, false, status, latency, null, null, new Problem(code, message));
  }

  private static long millisSince(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun).toMillis();
  }
}
