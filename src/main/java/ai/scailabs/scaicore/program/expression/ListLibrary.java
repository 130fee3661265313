package ai.scailabs.scaicore.program.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The methods of an array. A function is given an item and, for a second parameter, its place;
 * {@code by} is a function of an item or the name of its member.
 */
final class ListLibrary {

  static final Library METHODS =
      new Library(
          "array",
          list("length()", (l, _) -> (long) l.size()),
          list("first(count?)", ListLibrary::first),
          list("last(count?)", ListLibrary::last),
          list("map(function)", ListLibrary::map),
          list("filter(condition)", ListLibrary::filter),
          list("reduce(function, initial?)", Folding::reduce),
          list("all(condition)", (l, a) -> count(l, a, false) == 0),
          list("any(condition)", (l, a) -> place(l, a) >= 0),
          list("sum(by?)", Folding::sum),
          list("min(by?)", (l, a) -> Folding.extreme(l, a, -1)),
          list("max(by?)", (l, a) -> Folding.extreme(l, a, 1)),
          list("sort(by?, descending?)", Sorting::sort),
          list("reverse()", ListLibrary::reverse),
          list("unique(by?)", Folding::unique),
          list("flatten(depth?)", ListLibrary::flatten),
          list("join(separator?)", ListLibrary::join),
          list("slice(start, end?)", ListLibrary::slice),
          list("contains(item)", (l, a) -> Containment.indexIn(l, a.value(0), a.meter()) >= 0),
          list("find(condition)", ListLibrary::find),
          list("count(condition?)", (l, a) -> a.has(0) ? count(l, a, true) : (long) l.size()),
          list("group_by(by)", Folding::groupBy));

  private ListLibrary() {}

  private interface Body {
    @Nullable Object apply(List<?> self, Arguments args);
  }

  private static Method list(String signature, Body body) {
    return Method.of(signature, (self, args) -> body.apply((List<?>) self, args));
  }

  private static @Nullable Object first(List<?> list, Arguments args) {
    if (args.has(0)) {
      return part(list, 0, Math.max(0, args.whole(0)), args.meter());
    }
    return list.isEmpty() ? null : Values.scalar(list.getFirst());
  }

  private static @Nullable Object last(List<?> list, Arguments args) {
    if (args.has(0)) {
      var count = Math.clamp(args.whole(0), 0, list.size());
      return part(list, list.size() - (long) count, list.size(), args.meter());
    }
    return list.isEmpty() ? null : Values.scalar(list.getLast());
  }

  private static Object map(List<?> list, Arguments args) {
    var function = args.function(0);
    var mapped = Items.builder(args.meter(), list.size());
    var place = 0;
    for (var item : list) {
      mapped.add(function.of(Values.scalar(item), place++));
    }
    return mapped.build();
  }

  private static Object filter(List<?> list, Arguments args) {
    var condition = args.function(0);
    var kept = Items.builder(args.meter(), 8);
    var place = 0;
    for (var item : list) {
      if (condition.test(Values.scalar(item), place++)) {
        kept.add(item);
      }
    }
    return kept.build();
  }

  private static @Nullable Object find(List<?> list, Arguments args) {
    var place = place(list, args);
    return place < 0 ? null : Values.scalar(list.get(place));
  }

  private static int place(List<?> list, Arguments args) {
    var condition = args.function(0);
    var place = 0;
    for (var item : list) {
      if (condition.test(Values.scalar(item), place)) {
        return place;
      }
      place++;
    }
    return -1;
  }

  private static long count(List<?> list, Arguments args, boolean wanted) {
    var condition = args.function(0);
    var count = 0L;
    var place = 0;
    for (var item : list) {
      if (condition.test(Values.scalar(item), place++) == wanted) {
        count++;
      }
    }
    return count;
  }

  private static Object reverse(List<?> list, Arguments args) {
    var reversed = Items.builder(args.meter(), list.size());
    for (var item : list.reversed()) {
      args.meter().step();
      reversed.add(item);
    }
    return reversed.build();
  }

  private static Object slice(List<?> list, Arguments args) {
    var start = CodePoints.place(args.whole(0), list.size());
    return part(
        list, start, CodePoints.place(args.whole(1, Long.MAX_VALUE), list.size()), args.meter());
  }

  private static Items part(List<?> list, long from, long to, Meter meter) {
    var part = Items.builder(meter, 8);
    for (var i = from; i < Math.min(to, list.size()); i++) {
      meter.step();
      part.add(list.get((int) i));
    }
    return part.build();
  }

  private static Object flatten(List<?> list, Arguments args) {
    var flat = Items.builder(args.meter(), list.size());
    flatten(list, Math.clamp(args.whole(0, 1), 0, Meter.DEPTH), flat, args.meter());
    return flat.build();
  }

  private static void flatten(List<?> list, int depth, Items.Builder flat, Meter meter) {
    for (var item : list) {
      meter.step();
      if (depth > 0 && item instanceof List<?> inner) {
        flatten(inner, depth - 1, flat, meter);
      } else {
        flat.add(item);
      }
    }
  }

  private static Object join(List<?> list, Arguments args) {
    var meter = args.meter();
    var separator = args.text(0, ",");
    var text = new StringBuilder();
    var place = 0;
    for (var item : list) {
      meter.step();
      var piece = Rendering.text(item, meter);
      meter.room((long) text.length() + separator.length() + piece.length());
      text.append(place++ == 0 ? "" : separator).append(piece);
    }
    return meter.made(text.toString());
  }
}
