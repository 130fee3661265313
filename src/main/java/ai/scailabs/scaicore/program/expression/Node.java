package ai.scailabs.scaicore.program.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The syntax tree of an expression or template. Immutable; every list is unmodifiable. No more than
 * 700 levels deep, so that it may be walked recursively.
 */
public sealed interface Node {

  /** Offset in the text it was read from, in UTF-16 units; of an operator, where the sign is. */
  int position();

  /** What stands directly in it, in the order of evaluation. */
  default List<Node> children() {
    return switch (this) {
      case Literal _, Name _, Local _ -> List.of();
      case Joined n -> n.parts();
      case ListOf n -> n.items();
      case ObjectOf n -> values(n.entries());
      case Member n -> List.of(n.target());
      case Index n -> List.of(n.target(), n.index());
      case Call n -> {
        var all = new ArrayList<>(List.of(n.target()));
        all.addAll(n.args());
        all.addAll(values(n.named()));
        yield all;
      }
      case Function n -> Stream.concat(n.args().stream(), values(n.named()).stream()).toList();
      case Lambda n -> List.of(n.body());
      case Unary n -> List.of(n.operand());
      case Binary n -> List.of(n.left(), n.right());
      case Choice n -> List.of(n.condition(), n.then(), n.otherwise());
      case Match n ->
          Stream.concat(Stream.of(n.subject()), n.arms().stream().map(Arm::value)).toList();
    };
  }

  private static List<Node> values(List<Entry> entries) {
    return entries.stream().map(Entry::value).toList();
  }

  /** A string, number, duration, symbol, boolean, null, or a fixed part of a text. */
  record Literal(@Nullable Object value, int position) implements Node {}

  /** A name of the scope. */
  record Name(String name, int position) implements Node {}

  /** A parameter of a lambda around it; its value lies in the slot. */
  record Local(String name, int slot, int position) implements Node {}

  /** A text put together: a template, or a string literal with {@code ${…}} in it. */
  record Joined(List<Node> parts, int position) implements Node {}

  /** {@code [a, b]}. */
  record ListOf(List<Node> items, int position) implements Node {}

  /** {@code {a: 1, b}}. */
  record ObjectOf(List<Entry> entries, int position) implements Node {}

  /** A key with its value, or a named argument. */
  record Entry(String key, Node value) {}

  /** What may be part of a chain that {@code ?.} cuts short. */
  sealed interface Link extends Node {

    /** What it reads from. */
    Node target();

    /** Whether null is passed on ({@code ?.}) instead of being refused. */
    boolean safe();
  }

  /** {@code a.b}; the member of a map, or a method without arguments. */
  record Member(Node target, String name, boolean safe, int position) implements Link {}

  /** {@code a[0]}, {@code a["b"]}. */
  record Index(Node target, Node index, boolean safe, int position) implements Link {}

  /** {@code a.method(x, k = v)}. */
  record Call(
      Node target, String method, List<Node> args, List<Entry> named, boolean safe, int position)
      implements Link {}

  /**
   * A call that stands alone: {@code date("2026-01-02")}, or {@code json.parse(text)}, whose name
   * is then {@code json.parse}. Any name parses; names that no function has fail when evaluated.
   */
  record Function(String name, List<Node> args, List<Entry> named, int position) implements Node {}

  /** {@code (a, b) => body}; the parameters' slots follow each other from the first. */
  record Lambda(List<String> params, int firstSlot, Node body, int position) implements Node {}

  /** {@code !a}, or {@code -a} when it negates a number. */
  record Unary(boolean negates, Node operand, int position) implements Node {}

  /** An operator between two operands. */
  record Binary(Operator operator, Node left, Node right, int position) implements Node {}

  /** {@code c ? a : b} and {@code if c {a} else {b}}. */
  record Choice(Node condition, Node then, Node otherwise, int position) implements Node {}

  /** {@code match s { "a" => x, _ => y }}. */
  record Match(Node subject, List<Arm> arms, int position) implements Node {}

  /** An arm of a match: its literals, or anything. */
  record Arm(boolean anything, List<@Nullable Object> literals, Node value) {}
}
