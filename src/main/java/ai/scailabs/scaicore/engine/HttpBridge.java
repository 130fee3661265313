package ai.scailabs.scaicore.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends the requests of {@code http} statements. */
public interface HttpBridge {

  /**
   * Sends a request and gives {@code {status, headers, body}}; a body of JSON is its value, any
   * other its text.
   *
   * @throws BlockFailed with {@code HTTP_ERROR}, {@code PLUGIN_BLOCKED} or {@code
   *     PAYLOAD_TOO_LARGE}
   */
  @Nullable Object send(Request request);

  /**
   * A request.
   *
   * @param headers texts, {@link ai.scailabs.scaicore.program.expression.SecretText}s and {@link
   *     ai.scailabs.scaicore.program.expression.SecretHandle}s
   * @param body a text is sent as it is, any other value as JSON; null for none
   * @param key idempotency key, the same when it has to be repeated
   */
  record Request(
      String method,
      String url,
      Map<String, @Nullable Object> headers,
      @Nullable Object body,
      String key) {}
}
