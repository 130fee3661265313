package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Block;
import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import ai.scailabs.scaicore.program.expression.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notes where the branches of a run come to rest, for somebody who looks: of each block the last
 * failure, and of the places that wait no more than are shown.
 */
final class Rests {

  private static final int MOST = 50;

  private final @Nullable Expression expression;
  private final Map<String, Noted> failed = new HashMap<>();
  private final List<Noted> waiting = new ArrayList<>();
  private boolean more;

  /**
   * @param expression to be evaluated at each; null for none
   */
  Rests(@Nullable Expression expression) {
    this.expression = expression;
  }

  private record Noted(
      Block block, String iterations, Variables variables, @Nullable Failure failure) {

    String path() {
      return block.common().path();
    }

    boolean isWithin(String around, String turn) {
      return path().startsWith(around + ".")
          && (turn.isEmpty() || iterations.equals(turn) || iterations.startsWith(turn + "."));
    }
  }

  private static Noted noted(Block block, Frame frame, @Nullable Failure failure) {
    return new Noted(block, frame.iterations(), frame.variables().copy(), failure);
  }

  /** A block failed; those around it, which fail with it, are not kept. */
  synchronized void failed(Block block, Frame frame, Failure failure) {
    var path = block.common().path();
    if (path.equals(failure.block())) {
      failed.put(path, noted(block, frame, failure));
    }
  }

  /** A block stopped because somebody debugs the execution: shown before those that wait. */
  synchronized void stops(Block block, Frame frame) {
    waiting.addFirst(noted(block, frame, null));
    if (waiting.size() > MOST) {
      waiting.removeLast();
      more = true;
    }
  }

  /** A block waits; those around one that does, and come after it, are not kept. */
  synchronized void waits(Block block, Frame frame) {
    var path = block.common().path();
    if (waiting.stream().anyMatch(within -> within.isWithin(path, frame.iterations()))) {
      return;
    }
    if (waiting.size() == MOST) {
      more = true;
      return;
    }
    waiting.add(noted(block, frame, null));
  }

  /** The innermost of those that an outcome leaves. */
  synchronized Looked of(Outcome outcome) {
    if (outcome instanceof Outcome.Failed(var failure, var _)) {
      // What was caught before has failed too.
      var there = failure.block() == null ? null : failed.get(failure.block());
      return new Looked(there == null ? List.of() : List.of(rest(there)), false);
    }
    return new Looked(waiting.stream().map(this::rest).toList(), more);
  }

  private Rest rest(Noted noted) {
    var location = noted.block().common().sourceLocation();
    Object value = null;
    Failure problem = null;
    try {
      value = expression == null ? null : expression.evaluate(noted.variables().alone());
    } catch (EvaluationFailed e) {
      problem = new Failure(e.code(), String.valueOf(e.getMessage()));
    }
    return new Rest(
        noted.path(),
        noted.block().kind().word(),
        location == null ? null : location.nodeId(),
        noted.iterations(),
        noted.variables().own(),
        noted.failure(),
        value,
        problem);
  }
}
