package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.expression.Expression;
import ai.scailabs.scaicore.program.type.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a flexible or guarded block asks of a model.
 *
 * @param identityRef whether the Core's identity precedes the prompt; true unless the source says
 *     {@code false}
 * @param onFailure failure word ({@code parse_error}, {@code refusal}, …) to what is done, in order
 */
public record Prompting(
    Expression goal,
    @Nullable Type outputType,
    @Nullable String llmRole,
    @Nullable Expression inputBindings,
    @Nullable Expression contextBindings,
    @Nullable Expression guidance,
    boolean identityRef,
    Constraints constraints,
    List<Example> examples,
    List<String> tools,
    Map<String, List<FailureAction>> onFailure,
    @Nullable Map<String, @Nullable Object> budget) {

  /** An example turn: what was given, what was answered. */
  public record Example(@Nullable Object input, @Nullable Object output) {}

  /** What is done about a failed answer. */
  public sealed interface FailureAction {

    /** Asks again, at most {@code max} times, with a correction. */
    record Retry(int max, @Nullable String with) implements FailureAction {}

    /** Raises a checkpoint whose answer becomes the block's value. */
    record Escalate() implements FailureAction {}

    /** Keeps the answer, flagged, and raises a checkpoint for a person to confirm it. */
    record FlagAndCheckpoint() implements FailureAction {}

    /** Fails the block. */
    record Fail() implements FailureAction {}

    /** An action whose text does not parse; the verifier reports it. */
    record Unknown(String text) implements FailureAction {}
  }
}
