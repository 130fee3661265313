package ai.scailabs.scaicore.scaiflow.deploy;

import ai.scailabs.scaicore.scaiflow.client.ScaiQueue;
import ai.scailabs.scaicore.scaiflow.client.Target;
import ai.scailabs.scaicore.scaiflow.client.Targets;
import ai.scailabs.scaicore.scaiflow.client.UpstreamFailed;
import ai.scailabs.scaicore.scaiflow.graph.FlowConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Sees to the scope and the queues of a flow: finds them, or creates them, and bears with others
 * who do the same at the same time. Source: {@code design/scaiflow.md}, "Deploy", {@code ensure_*}.
 */
@Component
class QueueProvision {

  private static final int CONFLICT = 409;

  private final ScaiQueue client;
  private final Targets targets;

  QueueProvision(ScaiQueue client, Targets targets) {
    this.client = client;
    this.targets = targets;
  }

  void ensure(Target scaigrid, FlowConfig.ScaiQueue wanted, Progress progress) {
    var scope = wanted.scope();
    if (scope == null) {
      // Without queues, or the graph would not have compiled.
      return;
    }
    var target = targets.scaiqueue(scaigrid);
    progress.check();
    var scopeId = tried(scope, null, () -> ensureScope(target, scope)).path("id").asString("");
    for (var queue : wanted.queues()) {
      progress.check();
      var settings = QueueSettings.of(queue);
      var there =
          tried(scope, queue.slug(), () -> ensureQueue(target, scopeId, queue.slug(), settings));
      var differences = differences(settings, there);
      if (!differences.isEmpty()) {
        throw DeployFailed.otherQueue(scope, queue.slug(), differences);
      }
    }
  }

  private JsonNode ensureScope(Target target, String slug) {
    return ensured(() -> client.scope(target, slug), () -> client.createScope(target, slug));
  }

  private JsonNode ensureQueue(
      Target target, String scopeId, String slug, Map<String, Object> settings) {
    return ensured(
        () -> client.queue(target, scopeId, slug),
        () -> client.createQueue(target, scopeId, settings));
  }

  /** What is there; else what is made; else what somebody else has made meanwhile. */
  private static JsonNode ensured(Supplier<Optional<JsonNode>> find, Supplier<JsonNode> create) {
    var there = find.get();
    if (there.isPresent()) {
      return there.get();
    }
    try {
      return create.get();
    } catch (UpstreamFailed e) {
      if (e.status() == CONFLICT) {
        return find.get().orElseThrow(() -> e);
      }
      throw e;
    }
  }

  private static List<String> differences(Map<String, Object> wanted, JsonNode there) {
    var differences = new ArrayList<String>();
    wanted.forEach(
        (name, value) -> {
          var actual = there.path(name);
          boolean shown = !actual.isMissingNode() && !name.equals(QueueSettings.DISPLAY_NAME);
          if (shown && !actual.asString("").equals(String.valueOf(value))) {
            differences.add(
                "%s is %s, and the flow wants %s".formatted(name, actual.asString("null"), value));
          }
        });
    return differences;
  }

  private static <T> T tried(String scope, @Nullable String queue, Supplier<T> step) {
    try {
      return step.get();
    } catch (UpstreamFailed e) {
      throw DeployFailed.queue(e, scope, queue);
    }
  }
}
