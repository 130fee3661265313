package ai.scailabs.scaicore.program.expression;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A syntax tree and how many slots its lambdas' parameters need. The parameters of lambdas that
 * stand side by side share slots: a lambda cannot outlive the call it is given to.
 */
record Parsed(Node node, int slots) {

  /** A chain such as {@code a + b + c} is as deep as it is long. */
  private static final int MAX_HEIGHT = 500;

  /** The tree's nodes, each before those in it. */
  static List<Node> walk(Node root) {
    var all = new ArrayList<Node>();
    var open = new ArrayDeque<Node>();
    open.push(root);
    while (!open.isEmpty()) {
      var node = open.pop();
      all.add(node);
      node.children().reversed().forEach(open::push);
    }
    return all;
  }

  /** Everything that walks a tree recurses, so no tree may be higher than a stack allows. */
  static void refuseTooDeep(Node root, int tokens) {
    if (tokens <= MAX_HEIGHT) {
      return;
    }
    var level = List.of(root);
    for (var height = 0; !level.isEmpty(); height++) {
      if (height > MAX_HEIGHT) {
        throw new SyntaxProblem(
            level.getFirst().position(),
            "more than 500 operators or members in a row; use a list with sum() or join()");
      }
      level = level.stream().flatMap(node -> node.children().stream()).toList();
    }
  }
}
