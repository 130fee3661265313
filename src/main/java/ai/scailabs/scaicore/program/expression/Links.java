package ai.scailabs.scaicore.program.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What follows a value: members, indexes and method calls. */
final class Links {

  /** Stands for a chain that {@code ?.} has cut short: the rest of the chain is null too. */
  private enum Cut {
    CUT
  }

  private final Evaluation evaluation;

  Links(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  @Nullable Object value(Node.Link node) {
    var value = follow(node);
    return value instanceof Cut ? null : value;
  }

  /** Calls a function that belongs to no value. */
  @Nullable Object function(Node.Function node) {
    var method = FunctionLibrary.find(node.name());
    if (method == null) {
      throw new EvaluationFailed(EvaluationFailed.UNKNOWN, FunctionLibrary.unknown(node.name()));
    }
    try {
      return method.call(null, Arguments.of(method, node.args(), node.named(), evaluation));
    } catch (EvaluationFailed failed) {
      throw failed.in(node);
    }
  }

  private @Nullable Object follow(Node.Link node) {
    var target = target(node.target());
    if (target instanceof Cut || (target == null && node.safe())) {
      return Cut.CUT;
    }
    if (target == null) {
      throw nullReference(node);
    }
    try {
      return switch (node) {
        case Node.Member n -> member(target, n.name());
        case Node.Index n -> index(target, evaluation.operand(n.index()));
        case Node.Call n -> call(target, n);
      };
    } catch (EvaluationFailed failed) {
      throw failed.in(node);
    }
  }

  private @Nullable Object target(Node node) {
    if (node instanceof Node.Link inner) {
      evaluation.meter().step();
      return follow(inner);
    }
    return evaluation.value(node);
  }

  private static EvaluationFailed nullReference(Node.Link node) {
    var path = Printer.excerpt(node.target());
    return new EvaluationFailed(
        EvaluationFailed.NULL,
        "%s is null, so %s cannot be read; write ?. to get null instead"
            .formatted(path, Printer.excerpt(node)));
  }

  private @Nullable Object member(Object target, String name) {
    if (target instanceof Receiver receiver) {
      return receiver.hasMember(name)
          ? Values.scalar(receiver.member(name))
          : memberOf(Values.scalar(receiver.value()), name);
    }
    if (target instanceof Map<?, ?> map) {
      var value = map.get(name);
      if (value != null || map.containsKey(name)) {
        return Values.scalar(value);
      }
    }
    var library = Library.of(target);
    var method = library.find(name);
    if (method != null && method.required() == 0) {
      return method.call(target, Arguments.none(method, evaluation));
    }
    if (target instanceof Map) {
      return null;
    }
    throw method == null ? library.unknown(name) : method.incomplete();
  }

  private @Nullable Object memberOf(@Nullable Object value, String name) {
    if (value == null) {
      throw new EvaluationFailed(
          EvaluationFailed.NULL,
          "there is no value yet, so its %s cannot be read; write ?? to say what stands for it"
              .formatted(name));
    }
    return member(value, name);
  }

  private @Nullable Object index(Object target, @Nullable Object index) {
    if (target instanceof Receiver receiver) {
      var inner = Values.scalar(receiver.value());
      return inner == null || inner instanceof Receiver
          ? Values.scalar(receiver.member(key(index)))
          : index(inner, index);
    }
    return switch (target) {
      case Map<?, ?> map when Arithmetic.isText(index) -> Values.scalar(map.get(key(index)));
      case List<?> list when Whole.is(index) -> {
        var at = Whole.of(index);
        var place = at < 0 ? at + list.size() : at;
        yield place < 0 || place >= list.size() ? null : Values.scalar(list.get((int) place));
      }
      case String text when Whole.is(index) ->
          CodePoints.at(text, Whole.of(index), evaluation.meter());
      default -> throw noIndex(target, index);
    };
  }

  private String key(@Nullable Object index) {
    if (!Arithmetic.isText(index)) {
      throw EvaluationFailed.mismatch("the name of a member must be a string");
    }
    return Rendering.text(index, evaluation.meter());
  }

  private static EvaluationFailed noIndex(Object target, @Nullable Object index) {
    return Arithmetic.isSecret(target)
        ? EvaluationFailed.secret()
        : EvaluationFailed.mismatch(
            switch (target) {
              case Map<?, ?> _ -> "the key of a map must be a string, not " + Values.kind(index);
              case List<?> _ -> "the index of an array must be an int, not " + Values.kind(index);
              case String _ -> "the index of a string must be an int, not " + Values.kind(index);
              default -> "a value of type " + Values.kind(target) + " has no elements";
            });
  }

  private @Nullable Object call(Object target, Node.Call node) {
    if (!(target instanceof Receiver receiver)) {
      return callLibrary(target, node);
    }
    var givesFunction = node.args().stream().anyMatch(Node.Lambda.class::isInstance);
    if (!givesFunction && receiver.has(node.method())) {
      return Values.scalar(receiver.call(node.method(), args(node), named(node)));
    }
    var value = Values.scalar(receiver.value());
    if (value == null) {
      throw nullReference(node);
    }
    return callLibrary(value, node);
  }

  private @Nullable Object callLibrary(Object target, Node.Call node) {
    var library = Library.of(target);
    var method = library.find(node.method());
    if (method == null) {
      throw library.unknown(node.method());
    }
    return method.call(target, Arguments.of(method, node.args(), node.named(), evaluation));
  }

  private List<@Nullable Object> args(Node.Call node) {
    var args = new ArrayList<@Nullable Object>(node.args().size());
    for (var arg : node.args()) {
      args.add(open(evaluation.operand(arg)));
    }
    return args;
  }

  private Map<String, @Nullable Object> named(Node.Call node) {
    var named = new LinkedHashMap<String, @Nullable Object>();
    for (var entry : node.named()) {
      named.put(entry.key(), open(evaluation.operand(entry.value())));
    }
    return named;
  }

  private static @Nullable Object open(@Nullable Object value) {
    if (Arithmetic.isSecret(value)) {
      throw EvaluationFailed.secret();
    }
    return value;
  }
}
