package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.program.Finding;
import ai.scailabs.scaicore.program.Shown;
import ai.scailabs.scaicore.program.VerifyOptions;
import ai.scailabs.scaicore.program.manifest.ManifestInvalid;
import ai.scailabs.scaicore.program.manifest.ManifestReader;
import ai.scailabs.scaicore.scaiflow.graph.Diagnostic;
import ai.scailabs.scaicore.scaiflow.graph.Severity;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Has the manifest reader look at a manifest, and says what it finds of nodes and edges. */
final class ManifestCheck {

  private static final Pattern LINE =
      Pattern.compile(" \\(line \\d+(, node .*)?\\)$", Pattern.DOTALL);

  private static final Pattern SEGMENT =
      Pattern.compile("\\.?([^.\\[\\]\"]+)|\\[(\\d{1,9})]|\\[\"((?:[^\"\\\\]|\\\\.)*+)\"]");

  private final Wiring wiring;
  private final Said said;

  ManifestCheck(Wiring wiring, Said said) {
    this.wiring = wiring;
    this.said = said;
  }

  /** Answers whether there was nothing to find. */
  boolean check(Map<String, @Nullable Object> manifest) {
    List<Finding> findings;
    try {
      findings = ManifestReader.read(manifest).findings(VerifyOptions.NONE);
    } catch (ManifestInvalid tooDeep) {
      said.found()
          .error(
              null,
              "cannot be written as a manifest: nested too deep; move a part of the graph into a"
                  + " subflow");
      return false;
    }
    findings.forEach(finding -> report(finding, manifest));
    return findings.isEmpty();
  }

  private void report(Finding finding, Map<String, @Nullable Object> manifest) {
    var message = LINE.matcher(finding.message()).replaceFirst("");
    Object at = manifest;
    String node = null;
    String edge = null;
    var rest = new StringBuilder();
    var matcher = SEGMENT.matcher(finding.field());
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      end = matcher.end();
      rest.append(rest.isEmpty() ? matcher.group().replaceFirst("^\\.", "") : matcher.group());
      at = below(at, matcher);
      if (at instanceof Map<?, ?> map) {
        if (map.get("meta") instanceof Map<?, ?> meta && meta.get("node_id") instanceof String id) {
          node = id;
          edge = null;
          rest.setLength(0);
        } else if (map.get("edge_id") instanceof String id) {
          edge = id;
          rest.setLength(0);
        }
      }
    }
    var number = node == null ? null : wiring.number(node);
    if (number == null) {
      said.found().error(place(finding.field()), place(finding.field()) + " " + message);
    } else if (edge != null) {
      said.found()
          .add(
              new Diagnostic(
                  Severity.ERROR,
                  "edge %s: condition: %s".formatted(Names.quoted(edge), message),
                  edgePath(edge) + ".condition",
                  node,
                  edge));
    } else {
      said.node(
          number,
          configPath(number, rest.toString()),
          "node %s: %s%s".formatted(said.quoted(number), what(rest.toString()), message));
    }
  }

  private static @Nullable Object below(@Nullable Object at, java.util.regex.Matcher segment) {
    if (at instanceof List<?> list && segment.group(2) != null) {
      int index = Integer.parseInt(segment.group(2));
      return index < list.size() ? list.get(index) : null;
    }
    if (at instanceof Map<?, ?> map && segment.group(2) == null) {
      return map.get(
          segment.group(1) != null
              ? segment.group(1)
              : segment.group(3).replace("\\\"", "\"").replace("\\n", "\n"));
    }
    return null;
  }

  /** Where a part of the manifest stands in the graph, as far as it is no node's. */
  private static String place(String field) {
    var path = field.startsWith("core.") ? field.substring(5) : field;
    if (path.startsWith("models") || path.startsWith("identity") || path.equals("name")) {
      return "config.core_identity." + path.replaceFirst("^identity\\.", "");
    }
    if (path.startsWith("plugins")
        || path.startsWith("scaiqueue")
        || path.startsWith("capabilities")
        || path.startsWith("bunker")) {
      return "config." + path;
    }
    return path.startsWith("scaiflow_meta.") ? path.substring("scaiflow_meta.".length()) : path;
  }

  private String edgePath(String id) {
    return wiring.links.stream()
        .filter(link -> link.edge().id().equals(id))
        .findFirst()
        .map(link -> "edges[" + link.at() + "]")
        .orElse("edges");
  }

  /** Below the keyword of a step the names are mostly those of the node's configuration. */
  private String configPath(int number, String rest) {
    var inside = inside(rest);
    var key = inside.split("[.\\[]", 2)[0];
    return wiring.node(number).config().containsKey(key) ? ".config." + inside : ".config";
  }

  private static String inside(String rest) {
    if (rest.startsWith("set.") || rest.startsWith(".set") || rest.startsWith("set[")) {
      return "value";
    }
    int dot = rest.indexOf('.', 1);
    var inside = dot < 0 ? rest : rest.substring(dot + 1);
    return switch (inside) {
      case "role" -> "llm_role";
      case "output" -> "output_schema";
      case "in" -> "items";
      case "while" -> "condition";
      default ->
          inside
              .replaceFirst("^input(?=[.\\[]|$)", "input_bindings")
              .replaceFirst("^context(?=[.\\[]|$)", "context_bindings")
              .replaceFirst("^output\\.", "output_schema.");
    };
  }

  private static String what(String rest) {
    var inside = inside(rest.startsWith(".") ? rest.substring(1) : rest);
    return inside.isEmpty() ? "" : Shown.text(inside).replace("\"", "") + ": ";
  }
}
