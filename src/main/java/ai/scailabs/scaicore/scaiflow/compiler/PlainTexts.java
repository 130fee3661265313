package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.program.expression.Expression;
import ai.scailabs.scaicore.program.expression.Node;
import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Texts of headers and of compute calls, which people write as they are ({@code application/json},
 * {@code python3 run.py}) where a manifest wants expressions. One that is an expression over names
 * of the graph stays one, and one with <code>{{</code> a template; any other stands for itself.
 */
final class PlainTexts {

  private final Set<String> names =
      new HashSet<>(
          List.of("input", "config", "trigger", "identity", "memory", "reference", "json"));

  PlainTexts(Wiring wiring) {
    for (var node : wiring.nodes) {
      names.add(Names.bare(node.id()));
      if (node.kind() == NodeKind.LOGIC_LOOP) {
        names.add(NodeSteps.variable(node));
      }
      if (node.kind() == NodeKind.DATA_VARIABLE_SET
          && node.config().get("name") instanceof String s) {
        names.add(Names.bare(s));
      }
    }
    wiring
        .graph
        .variables()
        .forEach(variable -> names.add(Names.bare(String.valueOf(variable.get("name")))));
  }

  @Nullable Object of(@Nullable Object value) {
    return switch (value) {
      case String text -> text(text);
      case List<?> items -> {
        var all = new ArrayList<@Nullable Object>();
        items.forEach(item -> all.add(of(item)));
        yield all;
      }
      case Map<?, ?> map -> {
        var all = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, each) -> all.put(String.valueOf(key), of(each)));
        yield all;
      }
      case null, default -> value;
    };
  }

  private Object text(String text) {
    if (text.contains("{{")) {
      return text;
    }
    var expression = Expression.of(text);
    boolean known =
        expression.problem().isEmpty()
            && expression
                .nodes()
                .allMatch(
                    n ->
                        !(n instanceof Node.Name(var name, _)) || names.contains(Names.bare(name)));
    return known ? text : quoted(text);
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ') {
            quoted.append("\\u%04x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
