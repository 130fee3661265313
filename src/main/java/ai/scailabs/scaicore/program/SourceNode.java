package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.expression.Expression;
import ai.scailabs.scaicore.program.type.DurationText;
import ai.scailabs.scaicore.program.type.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One map of a source with its path. Its methods read a member, report what has the wrong shape,
 * and answer with something usable all the same. A member that is null counts as absent.
 */
final class SourceNode {

  private final Reading reading;
  private final String path;
  private final Map<?, ?> members;

  SourceNode(Reading reading, String path, Map<?, ?> members) {
    this.reading = reading;
    this.path = path;
    this.members = members;
  }

  Reading reading() {
    return reading;
  }

  String path() {
    return path;
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  boolean has(String key) {
    return members.get(key) != null;
  }

  /** Whether the key stands there, be it with null. */
  boolean mentions(String key) {
    return members.containsKey(key);
  }

  List<String> keys() {
    return members.keySet().stream().map(String::valueOf).toList();
  }

  @Nullable Object raw(String key) {
    return members.get(key);
  }

  void report(String key, String message) {
    reading.report(path(key), message);
  }

  private void wrongShape(String key, String wanted) {
    report(key, "must be %s, got %s".formatted(wanted, Shown.kind(raw(key))));
  }

  @Nullable String text(String key) {
    return switch (raw(key)) {
      case null -> null;
      case String text when text.indexOf('\0') >= 0 -> {
        report(key, "holds the character U+0000, which cannot be stored; take it out");
        yield text.replace('\0', '\uFFFD');
      }
      case String text -> text;
      default -> {
        wrongShape(key, "a text");
        yield null;
      }
    };
  }

  /** A text, or a number taken as one, such as {@code 0.2} for a version. */
  @Nullable String version(String key) {
    return raw(key) instanceof Number number ? number.toString() : text(key);
  }

  /** A duration; a bare number counts seconds. */
  @Nullable String duration(String key) {
    if (raw(key) instanceof Number number) {
      return number.longValue() + "s";
    }
    var text = text(key);
    if (text != null && DurationText.parse(text).isEmpty()) {
      report(key, "must be a duration such as 30s, 5m, 1h or 2d, got " + Shown.text(text));
    }
    return text;
  }

  /** A text that must be there and not empty. */
  String required(String key) {
    var text = text(key);
    if (raw(key) == null || (text != null && text.isBlank())) {
      report(key, "is required");
    }
    return text == null ? "" : text;
  }

  /** One of some words, or the first when absent. */
  String word(String key, List<String> words) {
    var text = text(key);
    if (text == null) {
      return words.getFirst();
    }
    if (!words.contains(text)) {
      report(
          key, "must be one of %s, got %s".formatted(String.join(", ", words), Shown.text(text)));
    }
    return text;
  }

  boolean flag(String key, boolean otherwise) {
    return switch (raw(key)) {
      case null -> otherwise;
      case Boolean flag -> flag;
      default -> {
        wrongShape(key, "true or false");
        yield otherwise;
      }
    };
  }

  @Nullable Double number(String key) {
    return switch (raw(key)) {
      case null -> null;
      case Number number -> number.doubleValue();
      default -> {
        wrongShape(key, "a number");
        yield null;
      }
    };
  }

  /** A whole number of at least one. */
  @Nullable Long count(String key) {
    var number = number(key);
    if (number == null) {
      return null;
    }
    if (number < 1 || number != Math.rint(number) || number > Long.MAX_VALUE) {
      report(key, "must be a whole number of at least 1");
      return null;
    }
    return number.longValue();
  }

  /** A whole number between one and two thousand million. */
  @Nullable Integer smallCount(String key) {
    var count = count(key);
    return count == null ? null : (int) Math.min(count, Integer.MAX_VALUE);
  }

  /** A list of texts, or a single one. */
  List<String> texts(String key) {
    return switch (raw(key)) {
      case null -> List.of();
      case String text -> List.of(text);
      case Collection<?> list -> SourceLists.texts(this, key, list);
      default -> {
        wrongShape(key, "a list of texts");
        yield List.of();
      }
    };
  }

  @Nullable Object literal(String key) {
    return Literals.of(raw(key));
  }

  /** A map of literal values, or null when absent. */
  @SuppressWarnings("unchecked")
  @Nullable Map<String, @Nullable Object> literals(String key) {
    return switch (raw(key)) {
      case null -> null;
      case Map<?, ?> map -> (Map<String, @Nullable Object>) Literals.of(map);
      default -> {
        wrongShape(key, "a map");
        yield null;
      }
    };
  }

  @Nullable Type type(String key) {
    if (!has(key)) {
      return null;
    }
    var type = Type.of(raw(key));
    reading.mention(path(key), type);
    return type;
  }

  /** The map below a key, or null when absent. */
  @Nullable SourceNode node(String key) {
    return switch (raw(key)) {
      case null -> null;
      case Map<?, ?> map -> new SourceNode(reading, path(key), map);
      default -> {
        wrongShape(key, "a map");
        yield null;
      }
    };
  }

  /** The items of a list of maps; empty when absent. */
  List<SourceNode> nodes(String key) {
    return switch (raw(key)) {
      case null -> List.of();
      case Collection<?> list -> SourceLists.nodes(this, key, list);
      default -> {
        wrongShape(key, "a list");
        yield List.of();
      }
    };
  }

  /** An expression, or null when absent. */
  @Nullable Expression expression(String key, Surroundings around) {
    return has(key) ? checked(path(key), Expression.of(raw(key)), around) : null;
  }

  /** An expression that must be there; null is one. */
  Expression requiredExpression(String key, Surroundings around) {
    if (!mentions(key)) {
      report(key, "is required");
    }
    return checked(path(key), Expression.of(raw(key)), around);
  }

  /** A template, or null when absent. */
  @Nullable Expression template(String key, Surroundings around) {
    return has(key) ? checked(path(key), Expression.template(raw(key)), around) : null;
  }

  /** A template that must be there. */
  Expression requiredTemplate(String key, Surroundings around) {
    var template = template(key, around);
    if (template == null) {
      report(key, "is required");
      return Expression.template("");
    }
    return template;
  }

  /** A list of expressions, or a single one. */
  List<Expression> expressions(String key, Surroundings around) {
    if (!(raw(key) instanceof Collection<?> list)) {
      var single = expression(key, around);
      return single == null ? List.of() : List.of(single);
    }
    var expressions = new ArrayList<Expression>();
    for (var item : list) {
      var at = path(key) + "[" + expressions.size() + "]";
      if (!reading.affords(at)) {
        break;
      }
      expressions.add(checked(at, Expression.of(item), around));
    }
    return List.copyOf(expressions);
  }

  private Expression checked(String at, Expression expression, Surroundings around) {
    expression
        .problem()
        .ifPresentOrElse(
            problem ->
                reading.report(
                    at + problem.where(),
                    "E301 expression does not parse at position %d: %s"
                        .formatted(problem.position(), problem.message())),
            () -> reading.mention(at, around.use(expression)));
    return expression;
  }
}
