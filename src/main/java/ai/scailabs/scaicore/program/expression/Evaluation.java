package ai.scailabs.scaicore.program.expression;

import org.jspecify.annotations.Nullable;

/** One evaluation of a syntax tree in a scope. Not thread-safe; made anew each time. */
final class Evaluation {

  private static final @Nullable Object[] NO_LOCALS = {};

  private final Scope scope;
  private final Meter meter = Meter.bounded();
  private final @Nullable Object[] locals;
  private final boolean sending;
  private final Links links = new Links(this);

  Evaluation(Scope scope, int slots, boolean sending) {
    this.scope = scope;
    this.locals = slots == 0 ? NO_LOCALS : new @Nullable Object[slots];
    this.sending = sending;
  }

  Meter meter() {
    return meter;
  }

  /** The value of a node where an object with methods counts as what it stands for. */
  @Nullable Object operand(Node node) {
    var value = value(node);
    return value instanceof Receiver receiver ? Values.scalar(receiver.value()) : value;
  }

  @Nullable Object value(Node node) {
    meter.step();
    return switch (node) {
      case Node.Literal n -> n.value();
      case Node.Name n -> named(n);
      case Node.Local n -> locals[n.slot()];
      case Node.Link n -> links.value(n);
      case Node.Binary n -> binary(n);
      case Node.ObjectOf n -> object(n);
      case Node.ListOf n -> list(n);
      case Node.Joined n -> joined(n);
      case Node.Choice n -> condition(n.condition()) ? operand(n.then()) : operand(n.otherwise());
      case Node.Unary n -> unary(n);
      case Node.Match n -> match(n);
      case Node.Function n -> links.function(n);
      case Node.Lambda n ->
          throw EvaluationFailed.mismatch(
                  "a function is no value; give it to a method such as map or filter")
              .in(n);
    };
  }

  private @Nullable Object named(Node.Name node) {
    var name = node.name();
    var value = scope.get(name);
    if (value != null) {
      return Values.scalar(value);
    }
    if (scope.has(name)) {
      return null;
    }
    var alias = name.startsWith("node_") ? name.substring("node_".length()) : "node_" + name;
    if (scope.has(alias)) {
      return Values.scalar(scope.get(alias));
    }
    throw new EvaluationFailed(
        EvaluationFailed.UNKNOWN,
        "nothing here is called " + name + "; check the spelling, or bind it before it is used");
  }

  private @Nullable Object binary(Node.Binary node) {
    return switch (node.operator()) {
      case AND -> condition(node.left()) && condition(node.right());
      case OR -> condition(node.left()) || condition(node.right());
      case COALESCE -> {
        var left = operand(node.left());
        yield left != null ? left : operand(node.right());
      }
      default -> {
        var left = operand(node.left());
        var right = operand(node.right());
        try {
          yield apply(node.operator(), left, right);
        } catch (EvaluationFailed failed) {
          throw failed.in(node);
        }
      }
    };
  }

  private @Nullable Object apply(Operator operator, @Nullable Object a, @Nullable Object b) {
    return switch (operator) {
      case PLUS ->
          sending && Sealing.needed(a, b)
              ? Sealing.join(a, b, meter)
              : Arithmetic.plus(a, b, meter);
      case MINUS -> Arithmetic.minus(a, b);
      case TIMES -> Arithmetic.times(a, b);
      case DIVIDE -> Arithmetic.divide(a, b);
      case REMAINDER -> Arithmetic.remainder(a, b);
      case EQUAL -> Equality.equal(a, b, meter, 0);
      case NOT_EQUAL -> !Equality.equal(a, b, meter, 0);
      case LESS -> Arithmetic.compare(a, b, meter) < 0;
      case AT_MOST -> Arithmetic.compare(a, b, meter) <= 0;
      case GREATER -> Arithmetic.compare(a, b, meter) > 0;
      case AT_LEAST -> Arithmetic.compare(a, b, meter) >= 0;
      case IN -> Containment.in(a, b, meter);
      case AND, OR, COALESCE -> throw new IllegalStateException(operator.sign());
    };
  }

  private Object unary(Node.Unary node) {
    if (!node.negates()) {
      return !condition(node.operand());
    }
    var operand = operand(node.operand());
    try {
      return Arithmetic.negate(operand);
    } catch (EvaluationFailed failed) {
      throw failed.in(node);
    }
  }

  private boolean condition(Node node) {
    var value = operand(node);
    if (value instanceof Boolean truth) {
      return truth;
    }
    try {
      return truth(value);
    } catch (EvaluationFailed failed) {
      throw failed.in(node);
    }
  }

  /** Null counts as false; nothing but booleans and null is a condition. */
  static boolean truth(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean truth -> truth;
      default ->
          throw EvaluationFailed.mismatch(
              "a condition must be true or false, not "
                  + Values.kind(value)
                  + "; compare it with something (for a default, write ??)");
    };
  }

  private Object list(Node.ListOf node) {
    var items = Items.builder(meter, node.items().size());
    for (var item : node.items()) {
      items.add(operand(item));
    }
    return items.build();
  }

  private Object object(Node.ObjectOf node) {
    var fields = Fields.builder(meter);
    for (var entry : node.entries()) {
      fields.put(entry.key(), operand(entry.value()));
    }
    return fields.build();
  }

  private Object joined(Node.Joined node) {
    Object text = "";
    var plain = new StringBuilder();
    for (var part : node.parts()) {
      var value = operand(part);
      try {
        if (sending && Arithmetic.isSecret(value)) {
          text = Sealing.join(text, Sealing.join(plain.toString(), value, meter), meter);
          plain.setLength(0);
        } else {
          var piece = Rendering.text(value, meter);
          meter.room((long) plain.length() + piece.length());
          plain.append(piece);
        }
      } catch (EvaluationFailed failed) {
        throw failed.in(part);
      }
    }
    meter.characters(plain.length());
    return text instanceof SecretText before
        ? Sealing.join(before, plain.toString(), meter)
        : plain.toString();
  }

  private @Nullable Object match(Node.Match node) {
    var subject = operand(node.subject());
    for (var arm : node.arms()) {
      if (arm.anything() || Containment.in(subject, arm.literals(), meter)) {
        return operand(arm.value());
      }
    }
    return null;
  }

  /** Evaluates a lambda's body with its parameters set. */
  @Nullable Object enter(Node.Lambda lambda, @Nullable Object... given) {
    System.arraycopy(given, 0, locals, lambda.firstSlot(), lambda.params().size());
    return operand(lambda.body());
  }
}
