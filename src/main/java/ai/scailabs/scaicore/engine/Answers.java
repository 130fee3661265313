package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Block;
import ai.scailabs.scaicore.program.Prompting;
import ai.scailabs.scaicore.program.Prompting.FailureAction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code on_failure} makes of a model's answers. {@code refusal} and {@code parse_error} are
 * failures in any case. The others are ones only where the program says what to do about them:
 * {@code low_confidence} when the answer's member {@code confidence} is below 0.5; {@code
 * constraint_violation} and {@code hallucination} when the answer itself says so, in a member of
 * that name that is true, or a text or list that is not empty. Nothing more is asked of the model.
 */
final class Answers {

  static final double LEAST_CONFIDENCE = 0.5;

  private static final List<String> ADMITTED = List.of("constraint_violation", "hallucination");

  private final CheckpointBlocks checkpoints;

  Answers(CheckpointBlocks checkpoints) {
    this.checkpoints = checkpoints;
  }

  /** The answer that is used in the end. */
  @Nullable Object used(Block.Common common, Prompting prompting, Asking asking, Frame frame) {
    return new Use(common, prompting, asking, frame).value();
  }

  /** One use of one block. */
  private final class Use {

    private final Block.Common common;
    private final Prompting prompting;
    private final Asking asking;
    private final Frame frame;

    Use(Block.Common common, Prompting prompting, Asking asking, Frame frame) {
      this.common = common;
      this.prompting = prompting;
      this.asking = asking;
      this.frame = frame;
    }

    @Nullable Object value() {
      var answer = judged(asking.answer());
      if (answer.problem() == null) {
        return answer.value();
      }
      for (var action : actions(answer.problem())) {
        switch (action) {
          case FailureAction.Retry(var max, var with) -> {
            answer = retried(answer, max, with);
            if (answer.problem() == null) {
              return answer.value();
            }
          }
          case FailureAction.Escalate() -> {
            return escalated(answer, answer.problem());
          }
          case FailureAction.FlagAndCheckpoint() -> {
            return flagged(answer, answer.problem());
          }
          case FailureAction.Fail() -> throw failed(answer.problem());
          case FailureAction.Unknown(_) -> throw failed(answer.problem());
        }
      }
      throw failed(java.util.Objects.requireNonNull(answer.problem()));
    }

    private Answered retried(Answered first, int max, @Nullable String with) {
      var answer = first;
      for (int i = 0; i < max && answer.problem() != null; i++) {
        var correction = with == null ? "That cannot be used: " + answer.problem().message() : with;
        answer = judged(asking.again(answer, correction));
      }
      return answer;
    }

    private BlockFailed failed(Failure problem) {
      return new BlockFailed(problem, asking.asked());
    }

    private List<FailureAction> actions(Failure problem) {
      return prompting.onFailure().getOrDefault(word(problem), List.of());
    }

    private String word(Failure problem) {
      return switch (problem.code()) {
        case Failure.REFUSAL -> "refusal";
        case Failure.LOW_CONFIDENCE -> "low_confidence";
        case Failure.CONSTRAINT -> String.valueOf(problem.details());
        default -> "parse_error";
      };
    }

    private Answered judged(Answered answer) {
      if (answer.problem() != null || !(answer.value() instanceof Map<?, ?> members)) {
        return answer;
      }
      for (var word : ADMITTED) {
        if (prompting.onFailure().containsKey(word) && says(members.get(word))) {
          return answer.but(
              new Failure(
                  Failure.CONSTRAINT,
                  "the answer says of itself: " + word + " " + Json.text(members.get(word)),
                  word,
                  null));
        }
      }
      if (prompting.onFailure().containsKey("low_confidence")
          && members.get("confidence") instanceof Number confidence
          && confidence.doubleValue() < LEAST_CONFIDENCE) {
        return answer.but(
            new Failure(
                Failure.LOW_CONFIDENCE,
                "the answer's confidence is " + confidence + ", below " + LEAST_CONFIDENCE));
      }
      return answer;
    }

    private static boolean says(@Nullable Object value) {
      return switch (value) {
        case Boolean truth -> truth;
        case String text -> !text.isBlank();
        case List<?> list -> !list.isEmpty();
        case null, default -> false;
      };
    }

    /**
     * A person answers in the model's place: with {@code response_data}, or the decision's text.
     */
    private @Nullable Object escalated(Answered answer, Failure problem) {
      var shape = asking.shape();
      var given =
          checkpoints.ask(
              frame.course(),
              CheckpointBlocks.about(
                  asking.nextStep(),
                  common,
                  "A model's answer could not be used ("
                      + problem.message()
                      + "). Answer in its place.",
                  List.of(),
                  shown(answer, problem),
                  shape == null ? null : shape.schema()));
      return shape == null ? given.text() : given.get("response_data");
    }

    /** A person keeps the answer, or gives another as {@code response_data}. */
    private @Nullable Object flagged(Answered answer, Failure problem) {
      if (answer.value() == null) {
        return escalated(answer, problem);
      }
      var given =
          checkpoints.ask(
              frame.course(),
              CheckpointBlocks.about(
                  asking.nextStep(),
                  common,
                  "A model's answer is in doubt ("
                      + problem.message()
                      + "). Approve it, or give another as response_data.",
                  List.of("approve", "reject"),
                  shown(answer, problem),
                  null));
      var other = given.get("response_data");
      if (other instanceof Map<?, ?> members && !members.isEmpty()) {
        var shape = asking.shape();
        return shape == null ? other : fitting(shape, other);
      }
      if (given.text().equals("approve") || given.text().equals("confirm")) {
        return answer.value();
      }
      throw failed(problem);
    }

    private @Nullable Object fitting(AnswerShape shape, Object given) {
      try {
        return shape.fitting("the person's answer", given);
      } catch (BlockFailed e) {
        throw failed(e.failure());
      }
    }

    private static Map<String, @Nullable Object> shown(Answered answer, Failure problem) {
      var flag = new LinkedHashMap<String, @Nullable Object>();
      flag.put("code", problem.code());
      flag.put("message", problem.message());
      var shown = new LinkedHashMap<String, @Nullable Object>();
      shown.put("answer", answer.value() == null ? answer.text() : answer.value());
      shown.put("flag", flag);
      return shown;
    }
  }
}
