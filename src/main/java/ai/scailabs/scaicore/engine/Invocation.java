package ai.scailabs.scaicore.engine;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is run. All values are JSON values.
 *
 * @param keyPrefix execution and attempt, with which the idempotency keys of calls begin
 * @param environment the Core's environment as it was when the execution began
 * @param trigger what started it, such as {@code {"kind": "api"}}
 * @param limits within what it stays
 */
public record Invocation(
    String keyPrefix,
    String flow,
    Map<String, @Nullable Object> input,
    Map<String, @Nullable Object> environment,
    Map<String, @Nullable Object> trigger,
    Limits limits) {

  /**
   * What an execution may use, all attempts apart; null for no limit.
   *
   * @param deadline when it has to have ended
   */
  public record Limits(
      @Nullable Instant deadline, @Nullable Long modelCalls, @Nullable Long tokens) {

    public static final Limits NONE = new Limits(null, null, null);
  }
}
