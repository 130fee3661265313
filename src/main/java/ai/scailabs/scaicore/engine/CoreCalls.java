package ai.scailabs.scaicore.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs flows of other Cores, as executions of their own. */
public interface CoreCalls {

  /** What is put behind the step of a call to name the step of its result. */
  String RESULT = "!result";

  /**
   * Begins a call, and records its entry in the same transaction: a {@code CORE_CALL} whose value
   * is the handle {@code {execution_id, step, target}}, or whose failure is {@code
   * CORE_CALL_FAILED}. When the called execution has ended, an entry {@code CORE_RESULT} of the
   * step {@code <step>!result} is in the journal of a later run: the output, or a failure.
   */
  Journal.Entry begin(Call call);

  /**
   * A call.
   *
   * @param target as in the source, {@code core://tenant/slug}
   * @param flow null for the called Core's default
   * @param instanceKey null where the call names none
   * @param version the called Core's program must have it; null for any
   */
  record Call(
      String step,
      String argumentHash,
      String target,
      @Nullable String flow,
      Map<String, @Nullable Object> input,
      @Nullable String instanceKey,
      @Nullable String version) {}
}
