package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Block;
import ai.scailabs.scaicore.program.expression.Expression;
import ai.scailabs.scaicore.program.expression.Scope;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the blocks that run bodies several times or side by side. */
final class Loops {

  private static final String FAILED = "!failed";

  private final Effects effects;
  private final Bodies bodies;

  Loops(Effects effects, Bodies bodies) {
    this.effects = effects;
    this.bodies = bodies;
  }

  /**
   * Runs the branches on copies of the scope, at most {@code max_concurrent} at once. With {@code
   * fail_fast} the first failure ends the others before their next block or effect; without it, all
   * are run to their end, and then the first failure in the order of the source is the block's. The
   * {@code finally} of a branch that is ended by another is not run.
   */
  Step parallel(Block.Parallel block, Frame frame) {
    var branches = block.branches();
    var ended =
        new Branches(
                effects,
                frame.course(),
                frame.place(block.common().path()) + FAILED,
                branches.size(),
                block.failFast(),
                (i, step) -> isOf(branches.get(i).body(), frame, step),
                (i, course) -> apart(branches.get(i).body(), frame.branch(course)))
            .run(block.maxConcurrent() == null ? branches.size() : block.maxConcurrent());
    var values = new LinkedHashMap<String, @Nullable Object>();
    long weight = 0;
    for (int i = 0; i < ended.size(); i++) {
      var value = ended.get(i).value();
      values.put(branches.get(i).name(), kept(value, weight += Values.weight(value)));
    }
    return Step.on(values);
  }

  /** Whether a step is of these blocks, or of blocks in them, within the same iterations. */
  private static boolean isOf(List<Block> body, Frame frame, String step) {
    if (body.isEmpty()) {
      return false;
    }
    var first = body.getFirst().common().path();
    return step.startsWith(first.substring(0, first.lastIndexOf('[') + 1)) && frame.isAround(step);
  }

  Step foreach(Block.Foreach block, Frame frame) {
    var items = items(block.iterable(), frame.variables());
    return block.maxConcurrent() > 1
        ? concurrent(block, frame, items)
        : oneByOne(block, frame, items);
  }

  private Step concurrent(
      Block.Foreach block, Frame frame, List<? extends @Nullable Object> items) {
    var ended =
        new Branches(
                effects,
                frame.course(),
                frame.place(block.common().path()) + FAILED,
                items.size(),
                true,
                (i, step) -> isOf(block.body(), frame.iteration(i), step),
                (i, course) -> iteration(block, frame, items.get(i), i, course))
            .run(block.maxConcurrent());
    var values = new ArrayList<@Nullable Object>(items.size());
    long weight = 0;
    for (var step : ended) {
      values.add(kept(step.value(), weight += Values.weight(step.value())));
    }
    return Step.on(values);
  }

  private Step oneByOne(Block.Foreach block, Frame frame, List<? extends @Nullable Object> items) {
    var values = new ArrayList<@Nullable Object>(items.size());
    long weight = 0;
    for (int i = 0; i < items.size(); i++) {
      var step = iteration(block, frame, items.get(i), i, frame.course());
      if (step.way() == Step.Way.BREAK) {
        break;
      }
      // A return ends the iteration with its value; a continue ends it without one.
      values.add(kept(step.value(), weight += Values.weight(step.value())));
    }
    return Step.on(values);
  }

  private Step iteration(
      Block.Foreach block, Frame frame, @Nullable Object item, int index, Course course) {
    var inner = frame.copiedIteration(index, course);
    inner.variables().set(block.variable(), item);
    return apart(block.body(), inner);
  }

  /** Runs a body on variables of its own. */
  private Step apart(List<Block> body, Frame inner) {
    try {
      return bodies.run(body, inner);
    } finally {
      inner.variables().release();
    }
  }

  Step loop(Block.While block, Frame frame) {
    int limit = block.maxIterations() == null ? 0 : block.maxIterations();
    var last = Step.NOTHING;
    for (int i = 0; Matching.truth(block.condition().evaluate(frame.variables())); i++) {
      if (i == limit) {
        throw new BlockFailed(
            Failure.ITERATIONS, "the loop's condition still holds after " + limit + " iterations");
      }
      effects.beforeTurn();
      var step = bodies.run(block.body(), frame.iteration(i));
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

  /** A value that a block collects, while all of them stay within what a value may have. */
  static @Nullable Object kept(@Nullable Object value, long weight) {
    if (weight > Allowance.MOST_WEIGHT) {
      throw new BlockFailed(
          Failure.LIMIT, "the values that a loop collects come to more than 5 MB");
    }
    return value;
  }

  /** The items of a list; those of a map are its entries as {@code {key, value}}. */
  static List<? extends @Nullable Object> items(Expression iterable, Scope scope) {
    return switch (iterable.evaluate(scope)) {
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
