package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Block;
import ai.scailabs.scaicore.program.Finding;
import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.Statement;
import java.util.ArrayList;
import java.util.List;

/** What this version of the engine runs of a program that the verifier found good. */
public final class Coverage {

  private final List<Finding> findings = new ArrayList<>();

  private Coverage() {}

  /** Everything in a program that is not run yet, by name. */
  public static List<Finding> gaps(Program program) {
    var coverage = new Coverage();
    program.flows().forEach(flow -> coverage.body(flow.body()));
    return List.copyOf(coverage.findings);
  }

  private void body(List<Block> blocks) {
    blocks.forEach(this::block);
  }

  private void block(Block block) {
    switch (block) {
      case Block.Rigid b -> statements(b.common().path(), b.statements());
      case Block.Flexible b -> {}
      case Block.Guarded b -> body(b.onValidationFailure());
      case Block.Parallel b -> b.branches().forEach(branch -> body(branch.body()));
      case Block.CoreCall b -> {}
      case Block.AwaitResponses b -> {}
      case Block.ModelCall b -> {}
      case Block.Budget b -> {
        body(b.body());
        if (b.onExceeded() != null) {
          body(b.onExceeded());
        }
      }
      case Block.Match b -> {
        b.arms().forEach(arm -> body(arm.body()));
        if (b.otherwise() != null) {
          body(b.otherwise());
        }
      }
      case Block.Foreach b -> body(b.body());
      case Block.While b -> body(b.body());
      case Block.Try b -> {
        body(b.body());
        b.handlers().forEach(handler -> body(handler.body()));
        body(b.last());
      }
      case Block.Debug b -> {}
      case Block.Checkpoint b -> {
        if (b.hitlTarget() != null) {
          gap(b.common().path(), "hitl_target");
        }
        b.onResponse().forEach(arm -> body(arm.body()));
      }
      case Block.Unknown b -> blockGap(b);
    }
  }

  private void statements(String path, List<Statement> statements) {
    for (var statement : statements) {
      switch (statement) {
        case Statement.If s -> {
          statements(path, s.then());
          statements(path, s.otherwise());
        }
        case Statement.Match s -> {
          s.arms().forEach(arm -> statements(path, arm.body()));
          if (s.otherwise() != null) {
            statements(path, s.otherwise());
          }
        }
        case Statement.Foreach s -> statements(path, s.body());
        case Statement.PluginCall s -> {}
        case Statement.Http s -> {}
        case Statement.QueuePublish s -> gap(path, "the statement " + s.word());
        case Statement.QueueConsume s -> gap(path, "the statement " + s.word());
        case Statement.Unknown s -> gap(path, "the statement " + s.word());
        case Statement.Evaluate s -> {}
        case Statement.Assign s -> {}
        case Statement.Return s -> {}
        case Statement.Emit s -> {}
        case Statement.Break s -> {}
        case Statement.Continue s -> {}
      }
    }
  }

  private void blockGap(Block block) {
    gap(block.common().path(), "the block kind " + block.kind().word());
  }

  private void gap(String field, String what) {
    findings.add(new Finding(field, what + " is not run by this version of the service"));
  }
}
