package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Block;
import ai.scailabs.scaicore.program.expression.Values;
import ai.scailabs.scaicore.program.type.DurationText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls other Cores, and waits for their answers. */
final class CoreCallBlocks {

  private static final String BEGAN = "!began";
  private static final String LATE = "!late";
  private static final String FIRST = "!first";

  private final Effects effects;

  CoreCallBlocks(Effects effects) {
    this.effects = effects;
  }

  /** The called flow's output; of an asynchronous call, the handle. */
  @Nullable Object call(Block.CoreCall block, Frame frame) {
    var step = new Steps(block.common().path(), frame).next();
    if (block.async()) {
      return begun(block, frame, step);
    }
    var patience = new Patience(frame, step, block.timeout());
    return patience.redoing(
        () -> {
          begun(block, frame, step);
          var result = patience.isOver() ? null : effects.answered(step);
          if (result == null) {
            throw patience.waits(step);
          }
          patience.beforeAnswer();
          return answer(result, step);
        });
  }

  private @Nullable Object begun(Block.CoreCall block, Frame frame, String step) {
    var variables = frame.variables();
    var input =
        WellFormed.members(
            PluginCalls.arguments("input_bindings", block.inputBindings(), variables));
    var key = block.instanceKey() == null ? null : block.instanceKey().evaluate(variables);
    var instance = key == null ? null : WellFormed.text(Values.text(key));
    var hash = Fingerprint.of(Arrays.asList(block.target(), block.flowName(), input, instance));
    var entry = effects.replayed(step, EffectKind.CORE_CALL, hash);
    if (entry == null) {
      effects.fresh(frame.course(), step, EffectKind.CORE_CALL);
      entry =
          effects
              .host()
              .cores()
              .begin(
                  new CoreCalls.Call(
                      step,
                      hash,
                      block.target(),
                      block.flowName(),
                      input,
                      instance,
                      block.version()));
    }
    return Effects.result(entry);
  }

  /** The answers of calls that this execution began. */
  @Nullable Object await(Block.AwaitResponses block, Frame frame) {
    var place = frame.place(block.common().path());
    var given = block.handles() == null ? null : block.handles().evaluate(frame.variables());
    var handles = new ArrayList<@Nullable Object>();
    switch (given) {
      case null -> throw failed("there are no handles to wait for");
      case List<?> list -> handles.addAll(list);
      case Object one -> handles.add(one);
    }
    var steps = handles.stream().map(this::step).toList();
    var patience = new Patience(frame, place, block.timeout());
    return patience.redoing(
        () ->
            block.mode().equals("any")
                ? any(frame, place, handles, steps, patience)
                : all(place, steps, patience));
  }

  private Object all(String place, List<String> steps, Patience patience) {
    var entries = new ArrayList<Journal.Entry>();
    for (var step : steps) {
      var result = patience.isOver() ? null : effects.answered(step);
      if (result == null) {
        throw patience.waits(place);
      }
      entries.add(result);
    }
    patience.beforeAnswer();
    var values = new ArrayList<@Nullable Object>();
    for (int i = 0; i < entries.size(); i++) {
      values.add(answer(entries.get(i), steps.get(i)));
    }
    return values;
  }

  /**
   * The first that was seen to have an output; with all failed, the failure of the first, and a
   * retry calls all of them again.
   */
  private Object any(
      Frame frame,
      String place,
      List<@Nullable Object> handles,
      List<String> steps,
      Patience patience) {
    if (steps.isEmpty()) {
      throw failed("there are no handles to wait for");
    }
    var entries = new ArrayList<Journal.@Nullable Entry>();
    for (var step : steps) {
      entries.add(effects.answered(step));
    }
    var first = first(entries);
    var decided = effects.decided(place + FIRST);
    if (decided == null && (first < 0 || patience.isOver())) {
      throw patience.waits(place);
    }
    patience.beforeAnswer();
    if (entries.stream().allMatch(entry -> entry != null && entry.failure() != null)) {
      throw allFailed(place, steps, Objects.requireNonNull(entries.getFirst()));
    }
    var chosen = effects.decision(frame.course(), place + FIRST, () -> (long) first);
    int index = chosen instanceof Number number ? number.intValue() : 0;
    var entry = index < entries.size() ? entries.get(index) : null;
    if (entry == null) {
      throw new BlockFailed(Failure.DIVERGED, "the journal lost the answer of " + steps);
    }
    var value = new LinkedHashMap<String, @Nullable Object>();
    value.put("value", answer(entry, steps.get(index)));
    value.put("handle", handles.get(index));
    value.put("index", (long) index);
    return value;
  }

  private static int first(List<Journal.@Nullable Entry> entries) {
    boolean pending = false;
    for (int i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      if (entry != null && entry.failure() == null) {
        return i;
      }
      pending |= entry == null;
    }
    return pending ? -1 : 0;
  }

  private static BlockFailed allFailed(String place, List<String> steps, Journal.Entry first) {
    var redo = new ArrayList<String>();
    redo.add(place + FIRST);
    for (var step : steps) {
      redo.add(step);
      redo.add(step + CoreCalls.RESULT);
    }
    return new BlockFailed(failure(Objects.requireNonNull(first.failure())), redo);
  }

  private static Failure failure(Failure ofTheCalled) {
    return new Failure(Failure.CORE_CALL, ofTheCalled.message(), ofTheCalled.details(), null);
  }

  private static @Nullable Object answer(Journal.Entry result, String step) {
    var failure = result.failure();
    if (failure != null) {
      throw new BlockFailed(failure(failure), List.of(step, result.step()));
    }
    return result.value();
  }

  /** The step of the call that a handle is of. */
  private String step(@Nullable Object handle) {
    if (handle instanceof Map<?, ?> map && map.get("step") instanceof String step) {
      var entry = effects.host().journal().find(step);
      if (entry != null
          && entry.kind() == EffectKind.CORE_CALL
          && entry.value() instanceof Map<?, ?> begun
          && Objects.equals(begun.get("execution_id"), map.get("execution_id"))) {
        return step;
      }
    }
    throw failed("only the handle of an asynchronous core_call of this execution can be awaited");
  }

  private static BlockFailed failed(String message) {
    return new BlockFailed(Failure.CORE_CALL, message);
  }

  /** For how long an answer is waited for. */
  private final class Patience {

    private final Frame frame;
    private final String step;
    private final @Nullable String timeout;
    private final @Nullable Instant deadline;
    private final boolean wasOver;

    Patience(Frame frame, String step, @Nullable String timeout) {
      this.frame = frame;
      this.step = step;
      this.timeout = timeout;
      var length = timeout == null ? null : DurationText.parse(timeout).orElse(null);
      this.deadline =
          length == null ? null : Budgets.deadline(effects, frame.course(), step + BEGAN, length);
      this.wasOver = deadline != null && effects.decided(step + LATE) != null;
    }

    /** Whether an earlier run gave up: an answer that came later changes nothing. */
    boolean isOver() {
      return wasOver;
    }

    /** Looks whether the part of the run was left where it waited, before the answers came. */
    void beforeAnswer() {
      if (!wasOver) {
        effects.beforeAnswer(frame.course(), step + CoreCalls.RESULT);
      }
    }

    /** What fails with this patience gets all of it again when it is retried. */
    @Nullable Object redoing(Supplier<@Nullable Object> waiting) {
      try {
        return waiting.get();
      } catch (BlockFailed e) {
        if (deadline == null || e.redo().isEmpty()) {
          throw e;
        }
        var redo = new LinkedHashSet<>(e.redo());
        redo.add(step + BEGAN);
        throw new BlockFailed(e.failure(), List.copyOf(redo));
      }
    }

    /** Suspends the run, or fails the block when the time is over. */
    RuntimeException waits(String call) {
      if (!wasOver) {
        // Waiting is something that a budget or another branch may end.
        effects.fresh(frame.course(), step + CoreCalls.RESULT, EffectKind.CORE_RESULT);
      }
      if (deadline == null || (!wasOver && effects.host().now().isBefore(deadline))) {
        return new Interruption(new Outcome.Suspended(deadline));
      }
      effects.decision(frame.course(), step + LATE, () -> true);
      return new BlockFailed(
          new Failure(Failure.CORE_CALL, "no answer within " + timeout),
          List.of(call, call + CoreCalls.RESULT, step + BEGAN, step + LATE));
    }
  }
}
