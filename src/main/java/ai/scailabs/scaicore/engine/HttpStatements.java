package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Statement;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends the requests of {@code http} statements. */
final class HttpStatements {

  private final Effects effects;

  HttpStatements(Effects effects) {
    this.effects = effects;
  }

  /** The response: {@code {status, headers, body}}. */
  @Nullable Object send(Statement.Http statement, Frame frame, String step) {
    var variables = frame.variables();
    var method = statement.method().toUpperCase(Locale.ROOT);
    var url = Values.text(statement.url().evaluate(variables));
    var headers = headers(statement, variables);
    var body =
        statement.body() == null
            ? null
            : Allowance.fitting(
                "the body of the request", Values.plain(statement.body().evaluate(variables)));
    return effects.outside(
        frame.course(),
        step,
        EffectKind.HTTP,
        Arrays.asList(method, url, headers, body),
        () ->
            effects
                .host()
                .http()
                .send(
                    new HttpBridge.Request(
                        method, url, headers, body, effects.idempotencyKey(step))));
  }

  private static Map<String, @Nullable Object> headers(
      Statement.Http statement, Variables variables) {
    var headers = new LinkedHashMap<String, @Nullable Object>();
    if (statement.headers() != null) {
      switch (statement.headers().evaluateForSending(variables)) {
        case null -> {}
        case Map<?, ?> map -> map.forEach((key, value) -> headers.put(String.valueOf(key), value));
        case Object other ->
            throw new BlockFailed(
                Failure.MISMATCH, "headers must be an object, not " + Values.kind(other));
      }
    }
    return headers;
  }
}
