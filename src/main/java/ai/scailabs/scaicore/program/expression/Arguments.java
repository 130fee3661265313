package ai.scailabs.scaicore.program.expression;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a library method was called with: checked for number and names, and for kind on reading. */
final class Arguments {

  /** Stands where an argument was left out; null is an argument like any other. */
  private enum Absent {
    ABSENT
  }

  private final Method method;
  private final @Nullable Object[] values;
  private final Meter meter;

  private Arguments(Method method, @Nullable Object[] values, Meter meter) {
    this.method = method;
    this.values = values;
    this.meter = meter;
  }

  static Arguments none(Method method, Evaluation evaluation) {
    return new Arguments(method, absent(method), evaluation.meter());
  }

  static Arguments of(
      Method method, List<Node> args, List<Node.Entry> named, Evaluation evaluation) {
    if (args.size() > method.params().size()) {
      throw EvaluationFailed.mismatch(
          "%s takes at most %d arguments, not %d: %s"
              .formatted(method.name(), method.params().size(), args.size(), method.signature()));
    }
    var values = absent(method);
    for (var i = 0; i < args.size(); i++) {
      values[i] = value(args.get(i), evaluation);
    }
    for (var entry : named) {
      var place = place(method, entry.key());
      if (!(values[place] instanceof Absent)) {
        throw EvaluationFailed.mismatch(
            "%s is given the argument %s twice".formatted(method.name(), entry.key()));
      }
      values[place] = value(entry.value(), evaluation);
    }
    for (var i = 0; i < method.required(); i++) {
      if (values[i] instanceof Absent) {
        throw method.incomplete();
      }
    }
    return new Arguments(method, values, evaluation.meter());
  }

  private static @Nullable Object[] absent(Method method) {
    var values = new @Nullable Object[method.params().size()];
    Arrays.fill(values, Absent.ABSENT);
    return values;
  }

  private static int place(Method method, String name) {
    var place = method.params().indexOf(name);
    if (place < 0) {
      throw EvaluationFailed.mismatch(
          "%s has no argument called %s: %s".formatted(method.name(), name, method.signature()));
    }
    return place;
  }

  private static @Nullable Object value(Node node, Evaluation evaluation) {
    return node instanceof Node.Lambda lambda
        ? new Closure(lambda, evaluation)
        : evaluation.operand(node);
  }

  Meter meter() {
    return meter;
  }

  boolean has(int place) {
    return place < values.length && !(values[place] instanceof Absent);
  }

  /** Any value but a function; null when it was left out. */
  @Nullable Object value(int place) {
    if (!has(place)) {
      return null;
    }
    if (values[place] instanceof Closure) {
      throw wanted(place, "a value");
    }
    return values[place];
  }

  String text(int place) {
    var value = value(place);
    if (!Arithmetic.isText(value)) {
      throw wanted(place, "a string");
    }
    return Rendering.text(value, meter);
  }

  String text(int place, String otherwise) {
    return has(place) ? text(place) : otherwise;
  }

  long whole(int place) {
    if (!Whole.is(value(place))) {
      throw wanted(place, "an int");
    }
    return Whole.of(values[place]);
  }

  long whole(int place, long otherwise) {
    return value(place) == null ? otherwise : whole(place);
  }

  boolean truth(int place) {
    if (value(place) == null) {
      return false;
    }
    if (values[place] instanceof Boolean truth) {
      return truth;
    }
    throw wanted(place, "true or false");
  }

  Map<?, ?> map(int place) {
    if (value(place) instanceof Map<?, ?> map) {
      return map;
    }
    throw wanted(place, "a map");
  }

  /** A function. */
  Closure function(int place) {
    if (has(place) && values[place] instanceof Closure closure) {
      return closure;
    }
    throw wanted(place, "a function such as x => x");
  }

  boolean isFunctionOfTwo(int place) {
    return values[place] instanceof Closure closure && closure.params() == 2;
  }

  /** What is looked at of an item: a function of it, its member of this name, or itself. */
  Selector selector(int place) {
    if (!has(place) || values[place] == null) {
      return (item, _) -> item;
    }
    if (values[place] instanceof Closure closure) {
      return closure::of;
    }
    if (!Arithmetic.isText(values[place])) {
      throw wanted(place, "a function such as x => x.name, or the name of a member");
    }
    var name = text(place);
    return (item, _) -> {
      if (item instanceof Map<?, ?> map) {
        return Values.scalar(map.get(name));
      }
      throw EvaluationFailed.mismatch(
          "%s looks at the member %s, but an item is %s"
              .formatted(method.name(), name, Values.kind(item)));
    };
  }

  /** See {@link #selector}. */
  interface Selector {
    @Nullable Object of(@Nullable Object item, int place);
  }

  EvaluationFailed wanted(int place, String what) {
    var given = has(place) ? values[place] : null;
    return Arithmetic.isSecret(given)
        ? EvaluationFailed.secret()
        : EvaluationFailed.mismatch(
            "%s needs %s as argument %d (%s), not %s"
                .formatted(
                    method.name(),
                    what,
                    place + 1,
                    method.params().get(place),
                    Values.kind(given)));
  }
}
