package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Block;
import ai.scailabs.scaicore.program.expression.Values;
import ai.scailabs.scaicore.program.type.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Runs parts of a flow within budgets. */
final class Budgets {

  private final Effects effects;

  Budgets(Effects effects) {
    this.effects = effects;
  }

  /**
   * Runs a budget block: {@code on_exceeded} in place of what the body did not do.
   *
   * @param body runs a list of blocks
   */
  Step run(Block.Budget block, Frame frame, Bodies body) {
    var bounds =
        bounds(
            frame,
            block.common().path(),
            block.maxDuration(),
            block.maxLlmCalls(),
            block.maxTokens());
    var otherwise = block.onExceeded();
    return within(
        new Budget(
            effects,
            frame.course(),
            exceeded(frame, block.common().path()),
            bounds,
            covers(block.common().path() + ".body[", frame)),
        frame,
        inner -> body.run(block.body(), inner),
        otherwise == null ? null : outer -> body.run(otherwise, outer));
  }

  /**
   * Runs a block within the budget that it carries itself: {@code max_duration}, {@code
   * max_llm_calls} and {@code max_tokens}.
   */
  Step run(
      String path,
      @Nullable Map<String, @Nullable Object> given,
      Frame frame,
      Function<Frame, Step> body) {
    if (given == null) {
      return body.apply(frame);
    }
    var duration = given.get("max_duration");
    var bounds =
        bounds(
            frame,
            path,
            duration == null ? null : Values.text(duration),
            count(given.get("max_llm_calls")),
            count(given.get("max_tokens")));
    return within(
        new Budget(effects, frame.course(), exceeded(frame, path), bounds, covers(path, frame)),
        frame,
        body,
        null);
  }

  /** Whether a step is one of the blocks whose paths begin so, within the same iterations. */
  private static Predicate<String> covers(String path, Frame frame) {
    return step -> step.startsWith(path) && frame.isAround(step);
  }

  /**
   * Runs something within a budget.
   *
   * @param exceeded what is done when it is exceeded; null to fail with {@code BUDGET_EXCEEDED}
   */
  Step within(
      Budget budget,
      Frame frame,
      Function<Frame, Step> body,
      @Nullable Function<Frame, Step> exceeded) {
    try {
      return body.apply(frame.on(budget));
    } catch (Leaving leaving) {
      boolean ours =
          leaving.budget() == budget || (leaving.budget() == null && isLeftHere(budget, frame));
      if (!ours) {
        throw leaving;
      }
      effects.withdraw(budget.open());
      if (exceeded == null) {
        throw new BlockFailed(
            budget.failure(), List.of(budget.step(), budget.step().replace(EXCEEDED, BEGAN)));
      }
      return exceeded.apply(frame);
    } catch (Interruption e) {
      if (e.outcome() instanceof Outcome.Suspended(var wakeAt, var stops)) {
        throw e.left() == null
            ? new Interruption(new Outcome.Suspended(earlier(wakeAt, budget.deadline()), stops))
            : leaving(e.left(), budget, e.outcome());
      }
      throw e;
    }
  }

  /** What waits while a budget is left does not wait for the time of that one, nor of any in it. */
  private static Interruption leaving(Budget left, Budget passed, Outcome outcome) {
    return new Interruption(outcome, left == passed ? null : left);
  }

  private static boolean isLeftHere(Budget budget, Frame frame) {
    // The outermost budget has the frame's course as itself.
    return budget.isLeft() && (frame.course() == budget || !frame.course().isLeftWithin());
  }

  static final String EXCEEDED = "!exceeded";
  private static final String BEGAN = "!began";

  private static String exceeded(Frame frame, String path) {
    return frame.place(path) + EXCEEDED;
  }

  private Budget.Bounds bounds(
      Frame frame,
      String path,
      @Nullable String duration,
      @Nullable Long calls,
      @Nullable Long tokens) {
    var length = duration == null ? null : DurationText.parse(duration).orElse(null);
    return new Budget.Bounds(
        length == null ? null : since(frame, frame.place(path) + BEGAN, length), calls, tokens);
  }

  private Instant since(Frame frame, String step, Duration length) {
    return deadline(effects, frame.course(), step, length);
  }

  /** When something that began with a decision of this step has to be over. */
  static Instant deadline(Effects effects, Course course, String step, Duration length) {
    var began = effects.decision(course, step, () -> effects.host().now().toString());
    return Instant.parse(Values.text(began)).plus(length);
  }

  private static @Nullable Long count(@Nullable Object given) {
    return given instanceof Number number ? (Long) number.longValue() : null;
  }

  static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.isBefore(b) ? a : b;
  }
}
