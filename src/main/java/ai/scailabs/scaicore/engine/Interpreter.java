package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Block;
import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import ai.scailabs.scaicore.program.expression.Expression;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Walks a flow's blocks from the start. Deterministic but for effects, which go through the
 * journal; so walking again after a suspension or a crash leads to the same place.
 */
final class Interpreter {

  private static final long MAX_COLLECTED = 5_000_000;

  private final HostEnvironment host;
  private final RigidBlocks rigid;
  private final CheckpointBlocks checkpoints;
  private final ModelBlocks models;

  Interpreter(HostEnvironment host, Effects effects, Prompts prompts) {
    this.host = host;
    this.rigid = new RigidBlocks(host, effects);
    this.checkpoints = new CheckpointBlocks(host, effects, prompts.skills());
    this.models = new ModelBlocks(host, effects, prompts, checkpoints);
  }

  /** Runs a body; its value is that of its last block. */
  Step body(List<Block> blocks, Frame frame) {
    var last = Step.NOTHING;
    for (var block : blocks) {
      last = block(block, frame);
      if (!last.goesOn()) {
        return last;
      }
    }
    return last;
  }

  private Step block(Block block, Frame frame) {
    host.permit().check();
    try {
      var step = run(block, frame);
      if (step.goesOn()) {
        frame.variables().bind(block.common().resultBinding(), step.value());
      }
      return step;
    } catch (EvaluationFailed e) {
      throw new BlockFailed(
          new Failure(e.code(), String.valueOf(e.getMessage()), null, block.common().path()));
    } catch (BlockFailed e) {
      throw new BlockFailed(e.failure().in(block.common().path()), e.redo());
    }
  }

  private Step run(Block block, Frame frame) {
    return switch (block) {
      case Block.Rigid b -> rigid.run(b, frame);
      case Block.Match b -> match(b, frame);
      case Block.Foreach b -> foreach(b, frame);
      case Block.While b -> loop(b, frame);
      case Block.Try b -> attempt(b, frame);
      case Block.Debug b -> debug(b, frame);
      case Block.Flexible b -> Step.on(models.run(b, frame));
      case Block.Checkpoint b -> checkpoint(b, frame);
      case Block.Guarded b -> throw notRun(b);
      case Block.Parallel b -> throw notRun(b);
      case Block.CoreCall b -> throw notRun(b);
      case Block.AwaitResponses b -> throw notRun(b);
      case Block.Budget b -> throw notRun(b);
      case Block.ModelCall b -> throw notRun(b);
      case Block.Unknown b -> throw notRun(b);
    };
  }

  /** Start refuses such programs; this is for one that was stored by a version that ran it. */
  private static BlockFailed notRun(Block block) {
    return new BlockFailed(
        Failure.INTERNAL, "this version does not run " + block.kind().word() + " blocks");
  }

  private Step match(Block.Match block, Frame frame) {
    var subject = block.subject().evaluate(frame.variables());
    for (var arm : block.arms()) {
      if (Matching.fits(arm.pattern(), arm.when(), subject, frame.variables())) {
        return body(arm.body(), frame);
      }
    }
    return block.otherwise() == null ? Step.NOTHING : body(block.otherwise(), frame);
  }

  private Step foreach(Block.Foreach block, Frame frame) {
    var items = items(block.iterable(), frame);
    var values = new ArrayList<@Nullable Object>(items.size());
    long weight = 0;
    for (int i = 0; i < items.size(); i++) {
      var inner = frame.copiedIteration(i);
      inner.variables().set(block.variable(), items.get(i));
      var step = body(block.body(), inner);
      if (step.way() == Step.Way.BREAK) {
        break;
      }
      // A return ends the iteration with its value; a continue ends it without one.
      values.add(kept(step.value(), weight += Values.weight(step.value())));
    }
    return Step.on(values);
  }

  /** A value of a list that a loop collects, while the list stays within what a value may have. */
  static @Nullable Object kept(@Nullable Object value, long weight) {
    if (weight > MAX_COLLECTED) {
      throw new BlockFailed(
          Failure.LIMIT, "the values that a loop collects come to more than 5 MB");
    }
    return value;
  }

  private Step loop(Block.While block, Frame frame) {
    int limit = block.maxIterations() == null ? 0 : block.maxIterations();
    var last = Step.NOTHING;
    for (int i = 0; Matching.truth(block.condition().evaluate(frame.variables())); i++) {
      if (i == limit) {
        throw new BlockFailed(
            Failure.ITERATIONS, "the loop's condition still holds after " + limit + " iterations");
      }
      host.permit().check();
      var step = body(block.body(), frame.iteration(i));
      if (step.way() == Step.Way.RETURN) {
        return step;
      }
      if (step.way() == Step.Way.BREAK) {
        break;
      }
      last = Step.on(step.value());
    }
    return last;
  }

  private Step attempt(Block.Try block, Frame frame) {
    Step step;
    try {
      step = body(block.body(), frame);
    } catch (BlockFailed e) {
      var handler = handler(block, e.failure());
      if (handler == null) {
        return finishing(block, frame, e);
      }
      try {
        frame.variables().bind(handler.binding(), e.failure().seen());
        step = body(handler.body(), frame);
      } catch (BlockFailed again) {
        return finishing(block, frame, again);
      }
    } catch (Interruption e) {
      if (e.outcome() instanceof Outcome.Cancelled) {
        cancelling(block, frame);
      }
      throw e;
    }
    var last = body(block.last(), frame);
    return last.goesOn() ? step : last;
  }

  /** What is cancelled stays so: a question in its last body is not asked. */
  private void cancelling(Block.Try block, Frame frame) {
    try {
      body(block.last(), frame);
    } catch (Interruption inner) {
      if (inner.outcome() instanceof Outcome.Held) {
        throw inner;
      }
    }
  }

  private Step finishing(Block.Try block, Frame frame, BlockFailed failed) {
    var last = body(block.last(), frame);
    if (last.goesOn()) {
      throw failed;
    }
    return last;
  }

  private static Block.@Nullable Catch handler(Block.Try block, Failure failure) {
    if (!failure.catchable()) {
      return null;
    }
    return block.handlers().stream()
        .filter(h -> h.error().equals("_") || h.error().equals(failure.code()))
        .findFirst()
        .orElse(null);
  }

  private Step debug(Block.Debug block, Frame frame) {
    var message = block.message() == null ? null : block.message().evaluate(frame.variables());
    var text = Values.text(message);
    host.log().log(block.level(), block.common().path(), text);
    return Step.on(text);
  }

  private Step checkpoint(Block.Checkpoint block, Frame frame) {
    var answer = checkpoints.ask(block, frame);
    frame.variables().bind(block.common().resultBinding(), answer);
    for (var arm : block.onResponse()) {
      if (Matching.fits(arm.pattern(), arm.when(), answer, frame.variables())) {
        var step = body(arm.body(), frame);
        return step.goesOn() ? Step.on(answer) : step;
      }
    }
    return Step.on(answer);
  }

  /** The items of a list; those of a map are its entries as {@code {key, value}}. */
  static List<? extends @Nullable Object> items(Expression iterable, Frame frame) {
    return switch (iterable.evaluate(frame.variables())) {
      case null ->
          throw new BlockFailed("NULL_REFERENCE", "there is nothing to iterate over: null");
      case List<?> list -> list;
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> Matching.entry(String.valueOf(e.getKey()), e.getValue()))
              .toList();
      case Object other ->
          throw new BlockFailed(
              Failure.MISMATCH,
              "only a list or a map can be iterated over, not " + Values.kind(other));
    };
  }
}
