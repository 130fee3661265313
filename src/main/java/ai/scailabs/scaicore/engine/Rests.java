package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Block;
import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import ai.scailabs.scaicore.program.expression.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Notes where the branches of a run come to rest, for somebody who looks. */
final class Rests {

  private final @Nullable Expression expression;
  private final List<Rest> noted = new ArrayList<>();

  /**
   * @param expression to be evaluated at each; null for none
   */
  Rests(@Nullable Expression expression) {
    this.expression = expression;
  }

  void note(Block block, Frame frame, @Nullable Failure failure) {
    var location = block.common().sourceLocation();
    Object value = null;
    Failure problem = null;
    try {
      value = expression == null ? null : expression.evaluate(frame.variables().alone());
    } catch (EvaluationFailed e) {
      problem = new Failure(e.code(), String.valueOf(e.getMessage()));
    }
    var rest =
        new Rest(
            block.common().path(),
            block.kind().word(),
            location == null ? null : location.nodeId(),
            frame.iterations(),
            new HashMap<>(frame.variables().own()),
            failure,
            value,
            problem);
    synchronized (noted) {
      noted.add(rest);
    }
  }

  /** The innermost of those that an outcome leaves. */
  List<Rest> of(Outcome outcome) {
    synchronized (noted) {
      if (outcome instanceof Outcome.Failed(var failure, var _)) {
        // What was caught before has failed too.
        return noted.reversed().stream()
            .filter(rest -> rest.failure() != null)
            .filter(rest -> Objects.equals(rest.block(), failure.block()))
            .limit(1)
            .toList();
      }
      var waiting = noted.stream().filter(rest -> rest.failure() == null).toList();
      return waiting.stream().filter(rest -> waiting.stream().noneMatch(rest::isAround)).toList();
    }
  }
}
