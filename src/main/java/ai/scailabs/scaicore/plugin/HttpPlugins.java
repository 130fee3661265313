package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.outbound.OutboundAnswer;
import ai.scailabs.scaicore.outbound.OutboundRequest;
import ai.scailabs.scaicore.plugin.CallFailed.Kind;
import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import ai.scailabs.scaicore.secrets.SecretNotOpened;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Calls plugins that take {@code POST <endpoint>/<method>} with {@code {args, config, context}} and
 * answer {@code {result}}. Source: the engine design, "Plugin bridge".
 */
@Component
class HttpPlugins {

  private static final int NO_CONTENT = 204;

  private final OutsideCalls outside;
  private final SigningSecrets signing;
  private final Clock clock;

  HttpPlugins(OutsideCalls outside, SigningSecrets signing, Clock clock) {
    this.outside = outside;
    this.signing = signing;
    this.clock = clock;
  }

  /**
   * What a plugin answered.
   *
   * @param result a JSON value, without the secrets that were sent
   */
  record Answer(int status, @Nullable Object result) {}

  Answer call(
      BoundPlugin plugin,
      PluginEndpoint.Http at,
      String method,
      Map<String, @Nullable Object> args,
      String key)
      throws CallFailed {
    outside.check(at.uri());
    var uri = at.method(method);
    var core = plugin.core();
    var body = body(plugin, args);
    var secret = secret(core);
    var answer =
        outside.repeated(
            core,
            () -> {
              var headers = headers(plugin, body, key, secret);
              var one =
                  outside.send(new OutboundRequest("POST", uri, headers, body, outside.timeout()));
              Answers.requireGood(one, plugin.redaction());
              return one;
            });
    return new Answer(answer.status(), plugin.redaction().of(result(answer)));
  }

  private String secret(CallingCore core) throws CallFailed {
    try {
      return signing.of(core.tenantId(), core.coreId());
    } catch (SecretNotOpened e) {
      throw CallFailed.lasting(
          Kind.ERROR, "was not called, as the call cannot be signed: " + e.getMessage());
    }
  }

  private Map<String, List<String>> headers(
      BoundPlugin plugin, byte[] body, String key, String secret) throws CallFailed {
    var timestamp = String.valueOf(clock.instant().getEpochSecond());
    var headers = new LinkedHashMap<String, List<String>>();
    headers.put("Content-Type", List.of("application/json"));
    headers.put("Accept", List.of("application/json"));
    headers.put(IdempotencyKey.HEADER, List.of(IdempotencyKey.header(key)));
    headers.put(Signature.TIMESTAMP, List.of(timestamp));
    headers.put(Signature.HEADER, List.of(Signature.of(secret, timestamp, body)));
    var authorization = plugin.authorization();
    if (authorization != null) {
      headers.put("Authorization", List.of(authorization));
    }
    return headers;
  }

  /** Asks whether anybody is there, with all that a call has but a method; answers the status. */
  int probe(BoundPlugin plugin, PluginEndpoint.Http at, String key) throws CallFailed {
    outside.check(at.uri());
    var secret = secret(plugin.core());
    var nothing = new byte[0];
    return outside.repeated(
        plugin.core(),
        () -> {
          var headers = headers(plugin, nothing, key, secret);
          return outside
              .send(new OutboundRequest("GET", at.uri(), headers, nothing, outside.timeout()))
              .status();
        });
  }

  private static byte[] body(BoundPlugin plugin, Map<String, @Nullable Object> args)
      throws CallFailed {
    var sent = new LinkedHashMap<String, @Nullable Object>();
    sent.put("args", args);
    sent.put("config", plugin.config());
    sent.put("context", context(plugin));
    var body = Json.text(sent).getBytes(StandardCharsets.UTF_8);
    if (body.length > OutsideCalls.MOST_BYTES) {
      throw CallFailed.lasting(
          Kind.TOO_LARGE,
          "was not called: args and config come to "
              + body.length
              + " bytes, and 5 MB may be sent");
    }
    return body;
  }

  static Map<String, @Nullable Object> context(BoundPlugin plugin) {
    var core = plugin.core();
    var context = new LinkedHashMap<String, @Nullable Object>();
    context.put("core_id", core.coreId());
    context.put("tenant_id", core.tenantId());
    context.put("execution_id", core.executionId());
    if (plugin.userId() != null) {
      context.put("user_id", plugin.userId());
    }
    return context;
  }

  private static @Nullable Object result(OutboundAnswer answer) throws CallFailed {
    if (answer.status() == NO_CONTENT) {
      return null;
    }
    try {
      if (Json.parse(Answers.text(answer)) instanceof Map<?, ?> map && map.containsKey("result")) {
        return map.get("result");
      }
    } catch (IllegalArgumentException | EvaluationFailed e) {
      throw CallFailed.lasting(
          Kind.ERROR,
          "answered "
              + answer.status()
              + " with something that is no JSON; have it answer"
              + " {\"result\": …}");
    }
    throw CallFailed.lasting(
        Kind.ERROR,
        "answered " + answer.status() + " without a \"result\"; have it answer {\"result\": …}");
  }
}
