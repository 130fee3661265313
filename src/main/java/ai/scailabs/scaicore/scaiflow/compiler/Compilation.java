package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.program.manifest.ManifestInvalid;
import ai.scailabs.scaicore.program.manifest.ManifestReader;
import ai.scailabs.scaicore.scaiflow.graph.Diagnostics;
import ai.scailabs.scaicore.scaiflow.graph.FlowGraph;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One compilation. The steps of all nodes are looked at one after another, whatever the graph's
 * shape, so that what is wrong with them is told together with what is wrong with the shape.
 */
final class Compilation {

  private final Wiring wiring;
  private final Said said;
  private final LoopBodies loops;
  private final boolean acyclic;
  private final DataInputs inputs;
  private final NodeSteps nodeSteps;
  private final ManifestTree tree;
  private final ManifestCheck check;

  Compilation(FlowGraph graph, Diagnostics found) {
    this.wiring = new Wiring(graph);
    this.said = new Said(wiring, found);
    this.loops = new LoopBodies(wiring);
    new ConfigCheck(graph.config(), found).run();
    new WiringCheck(wiring, said).run();
    this.acyclic = !new Cycles(wiring, loops, said).report();
    this.inputs = new DataInputs(wiring, loops, said, acyclic);
    var roles = new Roles(graph.config().models());
    new NodeCheck(wiring, loops, inputs, roles, said).run();
    this.nodeSteps = new NodeSteps(wiring, new CallSteps(wiring, roles, inputs));
    this.tree = new ManifestTree(wiring);
    this.check = new ManifestCheck(wiring, said);
  }

  /** The manifest; null when the graph has errors. */
  @Nullable String run() {
    var manifest = acyclic ? structured() : null;
    if (manifest == null || said.found().anyError()) {
      probe();
      return null;
    }
    var yaml = YamlText.of(manifest);
    var bytes = yaml.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > ManifestReader.MAX_BYTES) {
      said.found()
          .error(
              null,
              "the manifest comes to %,d bytes; at most %,d are taken: move parts of the graph into subflows"
                  .formatted(bytes.length, ManifestReader.MAX_BYTES));
      return null;
    }
    if (!isReadable(bytes)) {
      return null;
    }
    boolean fine = check.check(manifest);
    if (!fine || unreached()) {
      probe();
    }
    return fine ? yaml : null;
  }

  /** Keys of a map that no YAML reader takes are seen only once they are written. */
  private boolean isReadable(byte[] yaml) {
    try {
      ManifestReader.tree(yaml);
      return true;
    } catch (ManifestInvalid e) {
      said.found()
          .error(
              null,
              "the graph cannot be written as a manifest, most likely for a key of a map that is"
                  + " very long or has control characters in it: shorten it. "
                  + Names.shown(String.valueOf(e.getMessage())));
      return false;
    }
  }

  private boolean unreached() {
    return said.found().all().stream()
        .anyMatch(diagnostic -> diagnostic.message().startsWith("unreachable node"));
  }

  private @Nullable Map<String, @Nullable Object> structured() {
    var branches = new Branches(wiring, loops);
    var structure = new Structure(wiring, loops, nodeSteps, branches, said);
    var flows = new Flows(wiring);
    var made = new ArrayList<Map<String, @Nullable Object>>();
    for (var group : flows.groups()) {
      made.add(flows.flow(group, structure.flow(group.starts())));
    }
    var begun = new LinkedHashSet<>(branches.set());
    begun.addAll(inputs.unsure());
    return structure.failed() || made.isEmpty() ? null : tree.of(made, written(made), begun);
  }

  /** The nodes whose configuration stands in the meta of a step or trigger. */
  private static Set<String> written(@Nullable Object value) {
    var written = new HashSet<String>();
    var queue = new ArrayList<@Nullable Object>();
    queue.add(value);
    for (int i = 0; i < queue.size(); i++) {
      switch (queue.get(i)) {
        case List<?> list -> queue.addAll(list);
        case Map<?, ?> map -> {
          if (map.get("meta") instanceof Map<?, ?> meta
              && meta.get("node_id") instanceof String id) {
            written.add(id);
          }
          for (var key :
              List.of(
                  "trigger",
                  "triggers",
                  "steps",
                  "decision",
                  "branches",
                  "else",
                  "loop",
                  "parallel")) {
            if (map.get(key) != null) {
              queue.add(map.get(key));
            }
          }
        }
        case null, default -> {}
      }
    }
    return written;
  }

  /** Looks at every node by itself. */
  private void probe() {
    var steps = new ArrayList<Map<String, @Nullable Object>>();
    for (int i = 0; i < wiring.size(); i++) {
      var kind = wiring.kind(i);
      switch (kind) {
        case LOGIC_DECISION -> {
          var arms =
              loops.onward(i).stream().map(link -> new NodeSteps.Arm(link, List.of())).toList();
          steps.add(nodeSteps.decision(i, arms, null));
        }
        case LOGIC_LOOP -> steps.add(nodeSteps.loop(i, List.of()));
        case null, default -> steps.addAll(nodeSteps.of(i));
      }
    }
    var flows = new Flows(wiring);
    var flow = new LinkedHashMap<String, @Nullable Object>();
    flow.put("name", "probe");
    var entries = wiring.entries();
    if (!entries.isEmpty()) {
      flow.putAll(flows.flow(new Flows.Group(entries, List.of()), List.of()));
    }
    flow.put("steps", steps);
    var manifest = tree.probe(List.of(flow));
    check.check(manifest);
  }
}
