package ai.scailabs.scaicore.program.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field of a program, of whatever shape, to one syntax tree: a map becomes the tree of an object
 * literal, a list that of a list.
 */
final class SourceParser {

  private final boolean template;
  private int slots;

  /** What a field parses to, or why it does not. */
  record Result(Parsed parsed, @Nullable ExpressionProblem problem) {}

  private SourceParser(boolean template) {
    this.template = template;
  }

  static Result parse(@Nullable Object source, boolean template) {
    var parser = new SourceParser(template);
    try {
      var node = parser.node(source, "", 0);
      return new Result(new Parsed(node, parser.slots), null);
    } catch (FieldProblem failed) {
      return new Result(new Parsed(new Node.Literal(null, 0), 0), failed.problem);
    }
  }

  private Node node(@Nullable Object source, String where, int level) {
    if (level > Meter.DEPTH) {
      throw new FieldProblem(where, 0, "nested more than 200 levels deep");
    }
    return switch (source) {
      case String text -> text(text, where);
      case List<?> list -> list(list, where, level);
      case Map<?, ?> map -> map(map, where, level);
      case null -> new Node.Literal(null, 0);
      case Object scalar -> scalar(scalar, where);
    };
  }

  private Node list(List<?> list, String where, int level) {
    var items = new ArrayList<Node>(list.size());
    for (var item : list) {
      items.add(node(item, where + "[" + items.size() + "]", level + 1));
    }
    return new Node.ListOf(List.copyOf(items), 0);
  }

  private Node map(Map<?, ?> map, String where, int level) {
    var entries = new ArrayList<Node.Entry>(map.size());
    map.forEach(
        (key, value) -> {
          var name = String.valueOf(key);
          entries.add(new Node.Entry(name, node(value, where + step(name), level + 1)));
        });
    return new Node.ObjectOf(List.copyOf(entries), 0);
  }

  private static String step(String key) {
    return Printer.isName(key) ? "." + key : "[" + Printer.quoted(key) + "]";
  }

  private static Node scalar(Object value, String where) {
    try {
      return new Node.Literal(Values.scalar(value), 0);
    } catch (EvaluationFailed foreign) {
      throw new FieldProblem(where, 0, String.valueOf(foreign.getMessage()));
    }
  }

  private Node text(String text, String where) {
    try {
      var parsed = template ? TemplateParser.parse(text) : expression(text);
      slots = Math.max(slots, parsed.slots());
      return parsed.node();
    } catch (SyntaxProblem problem) {
      throw new FieldProblem(where, problem.position(), String.valueOf(problem.getMessage()));
    }
  }

  private static Parsed expression(String text) {
    try {
      if (text.isBlank()) {
        throw new SyntaxProblem(0, "the expression is empty; write null for no value");
      }
      return Parser.parse(Lexer.read(text));
    } catch (SyntaxProblem problem) {
      if (text.contains("{{")) {
        return TemplateParser.parse(text);
      }
      throw problem;
    }
  }

  private static final class FieldProblem extends RuntimeException {

    private final transient ExpressionProblem problem;

    FieldProblem(String where, int position, String message) {
      super(message, null, false, false);
      this.problem = new ExpressionProblem(where, position, message);
    }
  }
}
