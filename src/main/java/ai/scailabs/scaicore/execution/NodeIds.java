package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.program.Block;
import ai.scailabs.scaicore.program.Program;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which node of a graph each block of a program was compiled from. */
final class NodeIds {

  private final Map<String, String> byPath = new HashMap<>();

  NodeIds(Program program) {
    program.flows().forEach(flow -> all(flow.body()));
  }

  /** The node of a block, by its path; null where it came from none. */
  @Nullable String of(String path) {
    return byPath.get(path);
  }

  private void all(@Nullable List<Block> blocks) {
    if (blocks != null) {
      blocks.forEach(this::one);
    }
  }

  private void one(Block block) {
    var location = block.common().sourceLocation();
    if (location != null && location.nodeId() != null) {
      byPath.put(block.common().path(), location.nodeId());
    }
    switch (block) {
      case Block.Guarded guarded -> all(guarded.onValidationFailure());
      case Block.Parallel parallel -> parallel.branches().forEach(branch -> all(branch.body()));
      case Block.Foreach foreach -> all(foreach.body());
      case Block.Match match -> {
        match.arms().forEach(arm -> all(arm.body()));
        all(match.otherwise());
      }
      case Block.While loop -> all(loop.body());
      case Block.Checkpoint checkpoint -> checkpoint.onResponse().forEach(arm -> all(arm.body()));
      case Block.Try attempt -> {
        all(attempt.body());
        attempt.handlers().forEach(handler -> all(handler.body()));
        all(attempt.last());
      }
      case Block.Budget budget -> {
        all(budget.body());
        all(budget.onExceeded());
      }
      case Block.Rigid _,
          Block.Flexible _,
          Block.CoreCall _,
          Block.AwaitResponses _,
          Block.Debug _,
          Block.ModelCall _,
          Block.Unknown _ -> {}
    }
  }
}
