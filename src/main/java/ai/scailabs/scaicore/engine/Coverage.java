package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Block;
import ai.scailabs.scaicore.program.Finding;
import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.Prompting;
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
    if (!program.memory().isEmpty()) {
      coverage.gap("memory", "memory");
    }
    program.flows().forEach(flow -> coverage.body(flow.body()));
    return List.copyOf(coverage.findings);
  }

  private void body(List<Block> blocks) {
    blocks.forEach(this::block);
  }

  private void block(Block block) {
    switch (block) {
      case Block.Rigid b -> statements(b.common().path(), b.statements());
      case Block.Flexible b -> prompting(b.common().path(), b.prompting());
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
      case Block.Guarded b -> blockGap(b);
      case Block.Parallel b -> blockGap(b);
      case Block.CoreCall b -> blockGap(b);
      case Block.AwaitResponses b -> blockGap(b);
      case Block.Budget b -> blockGap(b);
      case Block.ModelCall b -> blockGap(b);
      case Block.Unknown b -> blockGap(b);
    }
  }

  private void prompting(String path, Prompting prompting) {
    if (!prompting.tools().isEmpty()) {
      gap(path + ".tools", "tools");
    }
    if (prompting.budget() != null) {
      gap(path + ".budget", "budget");
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
        case Statement.PluginCall s -> gap(path, "the statement " + s.word());
        case Statement.Http s -> gap(path, "the statement " + s.word());
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
