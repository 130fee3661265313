package ai.scailabs.scaicore.program.expression;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A syntax tree as text that parses to it again; brackets stand around every operator's operand.
 */
final class Printer {

  private static final int EXCERPT = 80;

  private Printer() {}

  /** The beginning of a node's text, for messages. */
  static String excerpt(Node node) {
    var text = print(node);
    return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT - 1) + "…";
  }

  static String print(Node node) {
    return switch (node) {
      case Node.Literal n -> literal(n.value());
      case Node.Name n -> n.name();
      case Node.Local n -> n.name();
      case Node.Joined n -> joined(n.parts());
      case Node.ListOf n -> "[" + list(n.items()) + "]";
      case Node.ObjectOf n ->
          n.entries().stream()
              .map(e -> (isName(e.key()) ? e.key() : quoted(e.key())) + ": " + print(e.value()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Node.Member n -> tight(n.target()) + dot(n) + n.name();
      case Node.Index n ->
          tight(n.target()) + (n.safe() ? "?." : "") + "[" + print(n.index()) + "]";
      case Node.Call n -> tight(n.target()) + dot(n) + n.method() + given(n.args(), n.named());
      case Node.Function n -> n.name() + given(n.args(), n.named());
      case Node.Lambda n -> "(" + String.join(", ", n.params()) + ") => " + print(n.body());
      case Node.Unary n -> (n.negates() ? "-" : "!") + tight(n.operand());
      case Node.Binary n -> tight(n.left()) + " " + n.operator().sign() + " " + tight(n.right());
      case Node.Choice n ->
          tight(n.condition()) + " ? " + tight(n.then()) + " : " + tight(n.otherwise());
      case Node.Match n ->
          n.arms().stream()
              .map(arm -> pattern(arm) + " => " + print(arm.value()))
              .collect(Collectors.joining(", ", "match " + tight(n.subject()) + " {", "}"));
    };
  }

  /** With brackets where an operator around it could take it apart. */
  private static String tight(Node node) {
    return switch (node) {
      case Node.Lambda _, Node.Unary _, Node.Binary _, Node.Choice _, Node.Match _ ->
          "(" + print(node) + ")";
      case Node.Literal(Number number, _) when number.toString().startsWith("-") ->
          "(" + print(node) + ")";
      default -> print(node);
    };
  }

  private static String dot(Node.Link link) {
    return link.safe() ? "?." : ".";
  }

  private static String given(List<Node> args, List<Node.Entry> named) {
    var all = list(args);
    var rest =
        named.stream()
            .map(entry -> entry.key() + " = " + print(entry.value()))
            .collect(Collectors.joining(", "));
    return "(" + all + (all.isEmpty() || rest.isEmpty() ? "" : ", ") + rest + ")";
  }

  private static String list(Collection<Node> nodes) {
    return nodes.stream().map(Printer::print).collect(Collectors.joining(", "));
  }

  private static String pattern(Node.Arm arm) {
    return arm.anything()
        ? "_"
        : arm.literals().stream().map(Printer::literal).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String joined(List<Node> parts) {
    return parts.stream()
        .map(
            part ->
                part instanceof Node.Literal(String text, _)
                    ? escaped(text)
                    : "${" + print(part) + "}")
        .collect(Collectors.joining("", "\"", "\""));
  }

  private static String literal(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> quoted(text);
      case Symbol symbol -> ":" + symbol.name();
      case Duration duration -> TimeArithmetic.exactSeconds(duration) + "s";
      default -> value.toString();
    };
  }

  static String quoted(String text) {
    return "\"" + escaped(text) + "\"";
  }

  private static String escaped(String text) {
    var out = new StringBuilder();
    Rendering.quote(out, text);
    return out.substring(1, out.length() - 1).replace("${", "\\${");
  }

  static boolean isName(String text) {
    return !text.isEmpty()
        && Lexer.isNameStart(text.charAt(0))
        && text.chars().allMatch(c -> Lexer.isNamePart((char) c));
  }
}
