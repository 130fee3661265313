package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Block;
import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks a flow's blocks from the start. Deterministic but for effects, which go through the
 * journal; so walking again after a suspension or a crash leads to the same place.
 */
final class Interpreter {

  private final Effects effects;
  private final EventWatch watch;
  private final Debugger debugger;
  private final RigidBlocks rigid;
  private final CheckpointBlocks checkpoints;
  private final ModelBlocks models;
  private final CoreCallBlocks cores;
  private final Loops loops;
  private final TryBlocks attempts;
  private final Budgets budgets;

  /**
   * @param rests notes where branches come to rest; null where nobody looks
   */
  Interpreter(
      Effects effects, Budgets budgets, Prompts prompts, Program program, @Nullable Rests rests) {
    var plugins = new PluginCalls(effects, program);
    this.effects = effects;
    this.budgets = budgets;
    this.watch = new EventWatch(effects);
    this.debugger = new Debugger(effects, program, watch, rests);
    this.rigid = new RigidBlocks(effects, plugins, program.queueScope());
    this.checkpoints = new CheckpointBlocks(effects, prompts.skills(), program.queueScope());
    this.models = new ModelBlocks(effects, prompts, plugins, new Answers(checkpoints), this::body);
    this.cores = new CoreCallBlocks(effects);
    this.loops = new Loops(effects, this::body);
    this.attempts = new TryBlocks(effects, this::body);
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

  /** Runs one block, and binds its value. */
  Step block(Block block, Frame frame) {
    var path = block.common().path();
    effects.beforeBlock(path, frame);
    debugger.before(block, frame);
    watch.entered(block, frame);
    var before = frame.variables().enter(path, frame);
    try {
      var step = run(block, frame);
      // A checkpoint has bound its answer before an arm of its may have set the variable anew.
      if (step.goesOn() && !(block instanceof Block.Checkpoint)) {
        frame.variables().bind(block.common().resultBinding(), step.value());
      }
      watch.exited(block, frame, step.value());
      return step;
    } catch (EvaluationFailed e) {
      var failure = new Failure(e.code(), String.valueOf(e.getMessage()), null, path);
      debugger.failed(block, frame, failure);
      watch.failed(block, frame, failure);
      throw new BlockFailed(failure);
    } catch (BlockFailed e) {
      var failed = new BlockFailed(e.failure().in(path), e.redo());
      debugger.failed(block, frame, failed.failure());
      watch.failed(block, frame, failed.failure());
      throw failed;
    } catch (Interruption e) {
      debugger.waits(block, frame);
      throw e;
    } finally {
      frame.variables().leave(before);
    }
  }

  private Step run(Block block, Frame frame) {
    return switch (block) {
      case Block.Rigid b -> rigid.run(b, frame);
      case Block.Match b -> match(b, frame);
      case Block.Foreach b -> loops.foreach(b, frame);
      case Block.While b -> loops.loop(b, frame);
      case Block.Try b -> attempts.run(b, frame);
      case Block.Debug b -> debug(b, frame);
      case Block.Flexible b ->
          budgets.run(
              b.common().path(),
              b.prompting().budget(),
              frame,
              inner -> Step.on(models.flexible(b, inner)));
      case Block.Checkpoint b -> checkpoint(b, frame);
      case Block.Guarded b ->
          budgets.run(
              b.common().path(), b.prompting().budget(), frame, inner -> models.guarded(b, inner));
      case Block.Parallel b -> loops.parallel(b, frame);
      case Block.CoreCall b -> Step.on(cores.call(b, frame));
      case Block.AwaitResponses b -> Step.on(cores.await(b, frame));
      case Block.Budget b -> budgets.run(b, frame, this::body);
      case Block.ModelCall b -> Step.on(models.call(b, frame));
      // Start refuses such programs; this is for one that was stored before it did.
      case Block.Unknown b ->
          throw new BlockFailed(
              Failure.INTERNAL, "this version does not run " + b.name() + " blocks");
    };
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

  private Step debug(Block.Debug block, Frame frame) {
    var message = block.message() == null ? null : block.message().evaluate(frame.variables());
    var text = Values.text(message);
    watch.said(block, frame, block.level(), text);
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
}
