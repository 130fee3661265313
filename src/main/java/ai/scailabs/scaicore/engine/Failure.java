package ai.scailabs.scaicore.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a block failed.
 *
 * @param code one of the engine's codes, such as {@code NULL_REFERENCE}
 * @param details a JSON value, or null
 * @param block path of the block; null before one began
 */
public record Failure(
    String code, String message, @Nullable Object details, @Nullable String block) {

  public static final String EXPIRED = "CHECKPOINT_EXPIRED";
  public static final String INTERNAL = "INTERNAL_ERROR";
  public static final String DIVERGED = "REPLAY_DIVERGED";
  public static final String LIMIT = "LIMIT_EXCEEDED";
  public static final String ITERATIONS = "ITERATION_LIMIT";
  public static final String MISMATCH = "TYPE_MISMATCH";
  public static final String PARSE = "PARSE_ERROR";
  public static final String REFUSAL = "REFUSAL";
  public static final String CANCELLED = "CHECKPOINT_CANCELLED";
  public static final String GUARD = "GUARD_FAILED";
  public static final String VIOLATION = "GUARD_VIOLATION";
  public static final String BUDGET = "BUDGET_EXCEEDED";
  public static final String LOW_CONFIDENCE = "LOW_CONFIDENCE";
  public static final String CONSTRAINT = "CONSTRAINT_VIOLATION";
  public static final String PLUGIN = "PLUGIN_ERROR";
  public static final String PLUGIN_TIMEOUT = "PLUGIN_TIMEOUT";
  public static final String PLUGIN_BLOCKED = "PLUGIN_BLOCKED";
  public static final String HTTP = "HTTP_ERROR";
  public static final String QUEUE = "QUEUE_ERROR";
  public static final String CORE_CALL = "CORE_CALL_FAILED";
  public static final String TOO_LARGE = "PAYLOAD_TOO_LARGE";
  public static final String MODEL = "MODEL_ERROR";
  public static final String MODEL_TIMEOUT = "MODEL_TIMEOUT";

  private static final Set<String> FINAL = Set.of(DIVERGED, LIMIT, INTERNAL);

  public Failure(String code, String message) {
    this(code, message, null, null);
  }

  /** Whether {@code catch} may handle it. */
  boolean catchable() {
    return !FINAL.contains(code);
  }

  /** What the binding of a {@code catch} sees. */
  Map<String, @Nullable Object> seen() {
    var seen = new LinkedHashMap<String, @Nullable Object>();
    seen.put("code", code);
    seen.put("message", message);
    seen.put("details", details);
    return seen;
  }

  Failure in(String path) {
    return block == null ? new Failure(code, message, details, path) : this;
  }
}
