package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.engine.PluginBridge.Tool;
import ai.scailabs.scaicore.plugin.CallFailed.Kind;
import ai.scailabs.scaicore.plugin.McpSessions.Session;
import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Calls the tools of MCP servers. Of the config, {@code headers} go into every request, and {@code
 * token} into {@code Authorization: Bearer}. The idempotency key is in the call's header and in its
 * {@code _meta}, and there is the context of the call too. The token of the user as whom a Core
 * calls is in {@code Authorization}, or, where the config says what stands there, in {@link
 * #DELEGATION}.
 */
@Component
class McpPlugins {

  /** Where the token of a delegation is, where {@code Authorization} is the config's. */
  static final String DELEGATION = "X-ScaiGrid-Delegation";

  private static final String META = "ai.scailabs.scaicore/";
  private static final int MOST_PAGES = 20;
  private static final int MOST_TOOLS = 500;

  private final OutsideCalls outside;
  private final McpSessions sessions;

  McpPlugins(OutsideCalls outside, McpSessions sessions) {
    this.outside = outside;
    this.sessions = sessions;
  }

  @Nullable Object call(
      BoundPlugin plugin, URI uri, String tool, Map<String, @Nullable Object> args, String key)
      throws CallFailed {
    var request = request(plugin, tool, args, key);
    var headers = Map.of(IdempotencyKey.HEADER, IdempotencyKey.header(key));
    var result = inSession(plugin, uri, headers, client -> client.callTool(request));
    return plugin.redaction().of(McpResults.value(result, plugin.redaction()));
  }

  @SuppressWarnings("NullAway") // its maps take nulls, and do not say so
  private static CallToolRequest request(
      BoundPlugin plugin, String tool, Map<String, @Nullable Object> args, String key)
      throws CallFailed {
    // Values of the language as JSON has them.
    var text = Json.text(args);
    if (text.getBytes(StandardCharsets.UTF_8).length > OutsideCalls.MOST_BYTES) {
      throw CallFailed.lasting(
          Kind.TOO_LARGE, "was not called: args come to more than the 5 MB that may be sent");
    }
    var meta = new LinkedHashMap<String, Object>();
    meta.put(META + "idempotency_key", key);
    meta.put(META + "context", HttpPlugins.context(plugin));
    return new CallToolRequest(tool, Json.object(text), meta);
  }

  List<Tool> methods(BoundPlugin plugin, URI uri) throws CallFailed {
    return inSession(plugin, uri, Map.of(), McpPlugins::tools).stream()
        .map(tool -> redacted(tool, plugin.redaction()))
        .toList();
  }

  private static Tool redacted(Tool tool, Redaction redaction) {
    var description = tool.description() == null ? null : redaction.of(tool.description());
    var schema = Json.object(Json.text(redaction.of((Object) tool.inputSchema())));
    return new Tool(tool.method(), description, schema);
  }

  private static List<Tool> tools(McpSyncClient client) {
    var tools = new ArrayList<Tool>();
    @Nullable String cursor = null;
    for (int page = 0; page < MOST_PAGES && tools.size() < MOST_TOOLS; page++) {
      var listed = page(client, cursor);
      for (var tool : listed.tools()) {
        var schema = Json.object(Json.text(tool.inputSchema()));
        tools.add(new Tool(tool.name(), tool.description(), schema));
      }
      cursor = listed.nextCursor();
      if (cursor == null || cursor.isEmpty()) {
        break;
      }
    }
    return tools;
  }

  @SuppressWarnings("NullAway") // null is the first page
  private static io.modelcontextprotocol.spec.McpSchema.ListToolsResult page(
      McpSyncClient client, @Nullable String cursor) {
    return client.listTools(cursor);
  }

  /** What is done in a session. */
  @FunctionalInterface
  private interface Doing<T> {
    T with(McpSyncClient client);
  }

  private <T> T inSession(
      BoundPlugin plugin, URI uri, Map<String, String> callHeaders, Doing<T> doing)
      throws CallFailed {
    var headers = headers(plugin);
    return outside.repeated(
        plugin.core(),
        () -> {
          var session = sessions.take(plugin, uri, headers);
          session.transport().begin(callHeaders(plugin, headers, callHeaders), plugin.redaction());
          if (!session.client().isInitialized()) {
            done(session, plugin.redaction(), McpPlugins::begin);
            // That may have taken a while.
            permitted(session, plugin.core().permit());
          }
          var result = done(session, plugin.redaction(), s -> doing.with(s.client()));
          sessions.giveBack(session);
          return result;
        });
  }

  /** With the token, which is another for each call of a session. */
  private static Map<String, String> callHeaders(
      BoundPlugin plugin, Map<String, String> headers, Map<String, String> given)
      throws CallFailed {
    var authorization = plugin.authorization();
    if (authorization == null) {
      return given;
    }
    var all = new LinkedHashMap<>(given);
    boolean taken = headers.keySet().stream().anyMatch("Authorization"::equalsIgnoreCase);
    all.put(taken ? DELEGATION : "Authorization", authorization);
    return all;
  }

  private static <T> T done(Session session, Redaction redaction, Function<Session, T> what)
      throws CallFailed {
    try {
      return what.apply(session);
    } catch (RuntimeException e) {
      var failed = failure(e, session, redaction);
      Thread.startVirtualThread(session::close);
      throw failed;
    }
  }

  private static void permitted(Session session, Runnable permit) {
    try {
      permit.run();
    } catch (RuntimeException e) {
      Thread.startVirtualThread(session::close);
      throw e;
    }
  }

  private static Session begin(Session session) {
    var begun = session.client().initialize();
    session.transport().setVersion(begun.protocolVersion());
    return session;
  }

  private static CallFailed failure(RuntimeException thrown, Session session, Redaction redaction) {
    var failed = session.transport().takeFailure();
    if (failed != null) {
      return failed;
    }
    for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof McpError error && error.getJsonRpcError() != null) {
        return CallFailed.lasting(
            Kind.ERROR,
            "answered with an error: "
                + Answers.line(redaction.of(error.getJsonRpcError().message())));
      }
      if (cause instanceof EvaluationFailed || cause instanceof IllegalArgumentException) {
        return CallFailed.lasting(Kind.ERROR, "answered with what cannot be read");
      }
    }
    return CallFailed.passing(
        Kind.ERROR,
        "speaks no MCP that is understood here: "
            + Answers.line(redaction.of(String.valueOf(thrown.getMessage()))));
  }

  private static Map<String, String> headers(BoundPlugin plugin) throws CallFailed {
    var headers = new LinkedHashMap<String, String>();
    if (plugin.config().get("headers") instanceof Map<?, ?> given) {
      given.forEach(
          (name, value) -> {
            if (value != null) {
              headers.put(String.valueOf(name), String.valueOf(value));
            }
          });
    }
    if (plugin.config().get("token") instanceof String token && !token.isBlank()) {
      headers.put("Authorization", "Bearer " + token.strip());
    }
    return RequestHeaders.checked(headers);
  }
}
