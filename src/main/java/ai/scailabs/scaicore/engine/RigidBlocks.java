package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Block;
import ai.scailabs.scaicore.program.Statement;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the statements of rigid blocks. */
final class RigidBlocks {

  private static final int STATEMENTS_PER_LOOK = 64;

  private final Effects effects;
  private final PluginCalls plugins;
  private final HttpStatements http;
  private final QueueStatements queues;

  /**
   * @param queueScope of the queues that are named without one; null where there is none
   */
  RigidBlocks(Effects effects, PluginCalls plugins, @Nullable String queueScope) {
    this.effects = effects;
    this.plugins = plugins;
    this.http = new HttpStatements(effects);
    this.queues = new QueueStatements(effects, queueScope);
  }

  Step run(Block.Rigid block, Frame frame) {
    return new Run(block.common().path(), frame).statements(block.statements());
  }

  /** One run of one block. */
  private final class Run {

    private final String path;
    private final Frame frame;
    private final Variables variables;
    private final Steps steps;
    private int ran;

    Run(String path, Frame frame) {
      this.path = path;
      this.frame = frame;
      this.variables = frame.variables();
      this.steps = new Steps(path, frame);
    }

    Step statements(List<Statement> statements) {
      var last = Step.NOTHING;
      for (var statement : statements) {
        beforeNext();
        last = statement(statement);
        if (!last.goesOn()) {
          return last;
        }
        variables.bind(statement.resultBinding(), last.value());
      }
      return last;
    }

    /** A turn for others, now and then a look whether a budget's time is over. */
    private void beforeNext() {
      int number = ran++;
      if (number == 0) {
        return;
      }
      effects.beforeTurn();
      if (number % STATEMENTS_PER_LOOK == 0 && frame.course().isBounded()) {
        frame.course().check(frame.place(path) + "!after." + number, null);
      }
    }

    private Step statement(Statement statement) {
      return switch (statement) {
        case Statement.Evaluate s -> Step.on(s.expression().evaluate(variables));
        case Statement.Assign s -> assign(s);
        case Statement.Return s -> Step.returned(s.value().evaluate(variables));
        case Statement.If s ->
            statements(
                Matching.truth(s.condition().evaluate(variables)) ? s.then() : s.otherwise());
        case Statement.Match s -> match(s);
        case Statement.Foreach s -> foreach(s);
        case Statement.Emit s -> emit(s);
        case Statement.Break s -> Step.BREAK;
        case Statement.Continue s -> Step.CONTINUE;
        case Statement.PluginCall s -> plugin(s);
        case Statement.Http s -> Step.on(http.send(s, frame, steps.next()));
        case Statement.QueuePublish s -> Step.on(queues.publish(s, path, frame, steps.next()));
        case Statement.QueueConsume s -> Step.on(queues.consume(s, path, frame, steps.next()));
        case Statement.Unknown s -> throw notRun(s);
      };
    }

    private static BlockFailed notRun(Statement statement) {
      return new BlockFailed(
          Failure.INTERNAL, "this version does not run " + statement.word() + " statements");
    }

    private Step assign(Statement.Assign statement) {
      var value = statement.value().evaluate(variables);
      variables.assign(statement.target(), value);
      return Step.on(value);
    }

    private Step match(Statement.Match statement) {
      var subject = statement.subject().evaluate(variables);
      for (var arm : statement.arms()) {
        if (Matching.fits(arm.pattern(), arm.when(), subject, variables)) {
          return statements(arm.body());
        }
      }
      return statement.otherwise() == null ? Step.NOTHING : statements(statement.otherwise());
    }

    private Step foreach(Statement.Foreach statement) {
      var values = new ArrayList<@Nullable Object>();
      long weight = 0;
      for (var item : Loops.items(statement.iterable(), variables)) {
        effects.beforeTurn();
        variables.set(statement.variable(), item);
        var step = statements(statement.body());
        if (step.way() == Step.Way.RETURN) {
          return step;
        }
        if (step.way() == Step.Way.BREAK) {
          break;
        }
        values.add(Loops.kept(step.value(), weight += Values.weight(step.value())));
      }
      return Step.on(values);
    }

    private Step plugin(Statement.PluginCall statement) {
      var what = statement.alias() + "." + statement.method();
      var args = PluginCalls.arguments("the args of " + what, statement.args(), variables);
      return Step.on(
          plugins.call(frame, steps.next(), statement.alias(), statement.method(), args));
    }

    private Step emit(Statement.Emit statement) {
      var data = statement.data() == null ? null : statement.data().evaluate(variables);
      effects.emit(
          frame.course(),
          steps.next(),
          new Journal.Emission(statement.event(), Values.plain(data), path));
      return Step.on(data);
    }
  }
}
