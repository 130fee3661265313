package ai.scailabs.scaicore.program.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Turns a plain value into the validator's tree, up to a number of nodes and a depth. */
final class JsonTree {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final int maxDepth;
  private int left;

  private JsonTree(int maxNodes, int maxDepth) {
    this.left = maxNodes;
    this.maxDepth = maxDepth;
  }

  /** The tree, or nothing when the value is past the bounds. */
  static Optional<JsonNode> of(@Nullable Object value, int maxNodes, int maxDepth) {
    var tree = new JsonTree(maxNodes, maxDepth);
    var node = tree.node(value, 0);
    return tree.left < 0 ? Optional.empty() : Optional.of(node);
  }

  private JsonNode node(@Nullable Object value, int depth) {
    if (depth > maxDepth) {
      left = -1;
    }
    if (--left < 0) {
      left = -1;
      return NODES.nullNode();
    }
    return switch (value) {
      case null -> NODES.nullNode();
      case Boolean b -> NODES.booleanNode(b);
      case Integer n -> NODES.numberNode(n.longValue());
      case Long n -> NODES.numberNode(n.longValue());
      case BigInteger n -> NODES.numberNode(n);
      case BigDecimal n -> NODES.numberNode(n);
      case Number n -> NODES.numberNode(n.doubleValue());
      case Map<?, ?> map -> object(map, depth);
      case Collection<?> items -> array(items, depth);
      default -> NODES.stringNode(value.toString());
    };
  }

  private JsonNode object(Map<?, ?> map, int depth) {
    var object = NODES.objectNode();
    for (var entry : map.entrySet()) {
      if (left < 0) {
        break;
      }
      object.set(String.valueOf(entry.getKey()), node(entry.getValue(), depth + 1));
    }
    return object;
  }

  private JsonNode array(Collection<?> items, int depth) {
    var array = NODES.arrayNode();
    for (var item : items) {
      if (left < 0) {
        break;
      }
      array.add(node(item, depth + 1));
    }
    return array;
  }
}
