package ai.scailabs.scaicore.program.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stable merge sort. It ends whatever the comparison says, where the platform's own throws when a
 * program's comparison contradicts itself.
 */
final class Sorting {

  private interface Comparison {
    int compare(@Nullable Object a, @Nullable Object b);
  }

  private final Comparison comparison;
  private @Nullable Object[] from;
  private @Nullable Object[] to;

  private Sorting(@Nullable Object[] items, Comparison comparison) {
    this.comparison = comparison;
    this.from = items;
    this.to = items.clone();
  }

  /**
   * {@code by} is a function of one item that gives what is compared, a function of two that gives
   * a number (negative: the first comes first), or the name of a member. Null comes last.
   */
  static Object sort(List<?> list, Arguments args) {
    var meter = args.meter();
    var sign = args.truth(1) ? -1 : 1;
    var size = list.size();
    var pairwise = args.has(0) && args.isFunctionOfTwo(0);
    var keyed = new @Nullable Object[size];
    var by = pairwise ? (Arguments.Selector) (item, _) -> item : args.selector(0);
    var place = 0;
    for (var item : list) {
      meter.step();
      var value = Values.scalar(item);
      keyed[place] = new Keyed(value, by.of(value, place));
      place++;
    }
    Comparison comparison =
        pairwise
            ? (a, b) -> sign * verdict(args.function(0).compare(a, b), meter)
            : (a, b) -> order(a, b, sign, meter);
    var sorted = Items.builder(meter, size);
    for (var item : new Sorting(keyed, comparison).run()) {
      sorted.add(item instanceof Keyed(var value, _) ? value : null);
    }
    return sorted.build();
  }

  private record Keyed(@Nullable Object item, @Nullable Object key) {}

  private static int verdict(@Nullable Object answer, Meter meter) {
    meter.step();
    if (answer instanceof Number number) {
      return Arithmetic.compareNumbers(number, 0L);
    }
    throw EvaluationFailed.mismatch(
        "the function given to sort must answer with a number, such as a - b, not "
            + Values.kind(answer));
  }

  private static int order(@Nullable Object a, @Nullable Object b, int sign, Meter meter) {
    if (a == null || b == null) {
      meter.step();
      return a != null ? -1 : b != null ? 1 : 0;
    }
    return sign * Arithmetic.compare(a, b, meter);
  }

  private @Nullable Object[] run() {
    for (var width = 1; width < from.length; width *= 2) {
      for (var start = 0; start < from.length; start += 2 * width) {
        merge(
            start, Math.min(start + width, from.length), Math.min(start + 2 * width, from.length));
      }
      var swapped = from;
      from = to;
      to = swapped;
    }
    return from;
  }

  private void merge(int start, int middle, int end) {
    var left = start;
    var right = middle;
    for (var i = start; i < end; i++) {
      var takeLeft =
          left < middle
              && (right >= end || comparison.compare(key(from[left]), key(from[right])) <= 0);
      to[i] = takeLeft ? from[left++] : from[right++];
    }
  }

  private static @Nullable Object key(@Nullable Object keyed) {
    return keyed instanceof Keyed(_, var key) ? key : null;
  }
}
