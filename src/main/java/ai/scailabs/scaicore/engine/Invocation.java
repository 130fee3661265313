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
   * What one attempt of an execution may use; null for no limit.
   *
   * @param deadline when the attempt has to have ended, reckoned from its start; the same in each
   *     of its runs
   */
  public record Limits(
      @Nullable Instant deadline, @Nullable Long modelCalls, @Nullable Long tokens) {

    public static final Limits NONE = new Limits(null, null, null);
  }
}
