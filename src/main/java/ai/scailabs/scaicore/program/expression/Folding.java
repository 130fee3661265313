package ai.scailabs.scaicore.program.expression;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The methods of an array that bring its items together. */
final class Folding {

  private Folding() {}

  static @Nullable Object reduce(List<?> list, Arguments args) {
    var function = args.function(0);
    var sum = args.value(1);
    var place = 0;
    for (var item : list) {
      var next = Values.scalar(item);
      sum = place == 0 && !args.has(1) ? next : function.fold(sum, next, place);
      place++;
    }
    return sum;
  }

  /** 0 for an empty array. */
  static @Nullable Object sum(List<?> list, Arguments args) {
    var by = args.selector(0);
    Object sum = 0L;
    var place = 0;
    for (var item : list) {
      args.meter().step();
      var next = by.of(Values.scalar(item), place);
      if (!(next instanceof Number || next instanceof java.time.Duration)) {
        throw EvaluationFailed.mismatch(
            "sum needs numbers or durations, but item %d is %s"
                .formatted(place, Values.kind(next)));
      }
      var total = place == 0 ? next : Arithmetic.plus(sum, next, args.meter());
      sum = total == null ? 0L : total;
      place++;
    }
    return sum;
  }

  /** The first of the smallest (-1) or largest (1) items; null for an empty array. */
  static @Nullable Object extreme(List<?> list, Arguments args, int sign) {
    var by = args.selector(0);
    Object found = null;
    Object record = null;
    var place = 0;
    for (var item : list) {
      args.meter().step();
      var next = Values.scalar(item);
      var measure = by.of(next, place);
      if (measure != null
          && (record == null
              || Integer.signum(Arithmetic.compare(measure, record, args.meter())) == sign)) {
        found = next;
        record = measure;
      }
      place++;
    }
    return found;
  }

  /** The first of each set of equal items, in their order. */
  static Object unique(List<?> list, Arguments args) {
    var by = args.selector(0);
    var seen = new HashSet<Key>();
    var kept = Items.builder(args.meter(), 8);
    var place = 0;
    for (var item : list) {
      var next = Values.scalar(item);
      var value = by.of(next, place++);
      if (seen.add(new Key(value, Equality.hash(value, args.meter(), 0), args.meter()))) {
        kept.add(next);
      }
    }
    return kept.build();
  }

  /** Map of what an item is grouped by, as text, to the items, in order of appearance. */
  static Object groupBy(List<?> list, Arguments args) {
    var by = args.selector(0);
    var groups = new LinkedHashMap<String, Items.Builder>();
    var place = 0;
    for (var item : list) {
      args.meter().step();
      var next = Values.scalar(item);
      var key = by.of(next, place++);
      groups
          .computeIfAbsent(
              key == null ? "null" : Rendering.text(key, args.meter()),
              ignored -> Items.builder(args.meter(), 4))
          .add(next);
    }
    var fields = Fields.builder(args.meter());
    groups.forEach((key, items) -> fields.put(key, items.build()));
    return fields.build();
  }

  /** Equal as the language has it; comparing counts as work, so clashing hashes cost steps. */
  private record Key(@Nullable Object value, int hash, Meter meter) {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && hash == key.hash
          && Equality.equal(value, key.value, meter, 0);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
