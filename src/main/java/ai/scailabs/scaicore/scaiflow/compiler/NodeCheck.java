package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.program.Shown;
import ai.scailabs.scaicore.program.type.DurationText;
import ai.scailabs.scaicore.scaiflow.graph.FlowConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with the configuration of nodes, as far as the manifest reader cannot tell. */
final class NodeCheck {

  private static final Set<String> OWN_QUEUES = Set.of("_dead_letter", "_events", "_audit");

  private final Wiring wiring;
  private final LoopBodies loops;
  private final DataInputs inputs;
  private final Roles roles;
  private final Said said;
  private final PluginCallCheck plugins;
  private final FlowConfig.@Nullable ScaiQueue queues;
  private final Set<String> listed;

  NodeCheck(Wiring wiring, LoopBodies loops, DataInputs inputs, Roles roles, Said said) {
    this.wiring = wiring;
    this.loops = loops;
    this.inputs = inputs;
    this.roles = roles;
    this.said = said;
    this.plugins = new PluginCallCheck(wiring, inputs, said);
    this.queues = wiring.graph.config().scaiqueue();
    this.listed =
        queues == null
            ? Set.of()
            : queues.queues().stream().map(FlowConfig.Queue::slug).collect(Collectors.toSet());
  }

  void run() {
    for (int i = 0; i < wiring.size(); i++) {
      if (said.found().full()) {
        return;
      }
      node(i, wiring.node(i).config());
    }
  }

  private void node(int node, Map<String, @Nullable Object> config) {
    switch (wiring.kind(node)) {
      case ENTRY_SCHEDULE -> require(node, "cron");
      case LLM_RIGID -> require(node, "template");
      case LLM_FLEXIBLE, LLM_GUARDED -> {
        require(node, "goal");
        role(node, config);
      }
      case LOGIC_DECISION -> word(node, "style", List.of("if", "match", "switch"));
      case LOGIC_LOOP -> loop(node, config);
      case TOOL_PLUGIN -> {
        if (config.get("alias") == null) {
          require(node, "plugin");
        }
        require(node, "method");
        plugins.check(node);
      }
      case TOOL_HTTP -> require(node, "url");
      case DATA_VARIABLE_SET -> {
        require(node, "name");
        if (!config.containsKey("value") && inputs.only(node, "value") == null) {
          require(node, "value");
        }
      }
      case CHECKPOINT, HITL_DECISION -> {
        if (config.get("sections") == null) {
          require(node, "prompt");
        }
        if (config.get("queue") != null) {
          queue(node, config);
        }
      }
      case HITL_REVIEW, QUEUE_PUBLISH -> queue(node, config);
      case QUEUE_CONSUME -> {
        queue(node, config);
        duration(node, "timeout");
      }
      case QUEUE_ESCALATION -> {
        queue(node, config);
        duration(node, "after");
      }
      case SUBFLOW_CALL -> require(node, "target");
      case null, default -> {}
    }
  }

  private void require(int node, String key) {
    var value = wiring.node(node).config().get(key);
    if (value == null || (value instanceof String text && text.isBlank())) {
      said.node(
          node,
          ".config." + key,
          "node %s: missing required config %s".formatted(said.quoted(node), Names.quoted(key)));
    }
  }

  private void word(int node, String key, List<String> words) {
    var value = wiring.node(node).config().get(key);
    if (value != null && !(value instanceof String text && words.contains(text))) {
      said.node(
          node,
          ".config." + key,
          "node %s: %s must be one of %s, got %s"
              .formatted(
                  said.quoted(node),
                  key,
                  String.join(", ", words),
                  value instanceof String text ? Names.quoted(text) : Shown.kind(value)));
    }
  }

  private void duration(int node, String key) {
    var value = wiring.node(node).config().get(key);
    if (value instanceof String text && DurationText.parse(text).isEmpty()) {
      said.node(
          node,
          ".config." + key,
          "node %s: %s must be a duration such as 30s, 5m, 1h or 2d, got %s"
              .formatted(said.quoted(node), key, Names.quoted(text)));
    } else if (value != null && !(value instanceof String || value instanceof Number)) {
      said.node(
          node,
          ".config." + key,
          "node %s: %s must be a duration such as 30s, got %s"
              .formatted(said.quoted(node), key, Shown.kind(value)));
    }
  }

  private void role(int node, Map<String, @Nullable Object> config) {
    var problem = roles.problem(config);
    if (problem != null) {
      said.node(
          node,
          config.get("llm_role") == null ? ".config.model" : ".config.llm_role",
          "llm_role validation failed: node %s: %s".formatted(said.quoted(node), problem));
    }
  }

  private void loop(int node, Map<String, @Nullable Object> config) {
    word(node, "style", List.of("foreach", "while"));
    boolean each = NodeSteps.isForeach(wiring.node(node));
    var value = each ? "items" : "condition";
    if (inputs.only(node, value) == null) {
      require(node, value);
    }
    if (!each && config.get("max_iterations") == null) {
      said.node(node, ".config.max_iterations", "while loop missing max_iterations");
    }
    if (loops.into(node).isEmpty()) {
      said.node(
          node,
          "loop %s has no body: lead an edge from its output port 'body' to the first node of it"
              .formatted(said.quoted(node)));
    }
  }

  private void queue(int node, Map<String, @Nullable Object> config) {
    require(node, "queue");
    boolean own = config.get("scope") instanceof String scope && !scope.isBlank();
    if (!own && (queues == null || queues.scope() == null)) {
      said.node(
          node,
          ".config.scope",
          "node %s: %s without scope; set its scope or config.scaiqueue.scope"
              .formatted(said.quoted(node), wiring.node(node).type()));
      return;
    }
    boolean ours = !own || (queues != null && Objects.equals(config.get("scope"), queues.scope()));
    if (ours
        && config.get("queue") instanceof String queue
        && !queue.isBlank()
        && !listed.contains(queue)
        && !OWN_QUEUES.contains(queue)) {
      said.node(
          node,
          ".config.queue",
          "node %s: queue %s is not listed in config.scaiqueue"
              .formatted(said.quoted(node), Names.quoted(queue)));
    }
  }
}
