package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.scaiflow.graph.Diagnostics;
import ai.scailabs.scaicore.scaiflow.graph.FlowConfig;

/** What is wrong with the configuration of the graph, as far as only a deploy would find out. */
record ConfigCheck(FlowConfig config, Diagnostics found) {

  void run() {
    var queues = config.scaiqueue();
    if (queues != null && queues.scope() == null && !queues.queues().isEmpty()) {
      found.error(
          "config.scaiqueue.scope",
          "config.scaiqueue lists queues without scope; set config.scaiqueue.scope");
    }
    int groups = config.visibilityGroups().size();
    if (groups > FlowConfig.MAX_GROUPS) {
      found.error(
          "config.model_visibility_group_ids",
          "config.model_visibility_group_ids names %,d groups; at most %d are taken"
              .formatted(groups, FlowConfig.MAX_GROUPS));
    }
  }
}
