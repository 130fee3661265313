package ai.scailabs.scaicore.scaiflow.deploy;

import ai.scailabs.scaicore.scaiflow.client.DeployedCore;
import ai.scailabs.scaicore.scaiflow.client.ScaiGrid;
import ai.scailabs.scaicore.scaiflow.client.Target;
import ai.scailabs.scaicore.scaiflow.client.UpstreamFailed;
import ai.scailabs.scaicore.scaiflow.compiler.FlowCompiler;
import ai.scailabs.scaicore.scaiflow.graph.FlowConfig;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * The steps of a deploy, in their order: the graph is compiled in memory, so that one with errors
 * touches nothing; its queues are seen to; its Core is created or updated, and started; the Core is
 * published where that is wanted. Source: {@code seeds/scaiflow-deploy.md}, "The full deploy flow".
 */
@Component
class Rollout {

  private final QueueProvision queues;
  private final CoreRollout cores;
  private final ScaiGrid grid;

  Rollout(QueueProvision queues, CoreRollout cores, ScaiGrid grid) {
    this.queues = queues;
    this.cores = cores;
    this.grid = grid;
  }

  /**
   * Rolls out, and answers the Core as it is then.
   *
   * @throws DeployFailed naming the step
   */
  DeployedCore run(Plan plan, Progress progress) {
    var compiled = FlowCompiler.compile(plan.content());
    var manifest = compiled.manifest();
    if (manifest == null) {
      throw DeployFailed.compile(compiled.diagnostics());
    }
    var config = Objects.requireNonNull(compiled.graph()).config();
    var target = plan.target().get();
    var wanted = config.scaiqueue();
    if (wanted != null) {
      queues.ensure(target, wanted, progress);
    }
    var core = cores.roll(target, manifest, plan, progress);
    progress.check();
    return publish(target, core, config, plan.request());
  }

  private DeployedCore publish(
      Target target, DeployedCore core, FlowConfig config, DeployRequest request) {
    var asked = request.publishAsModel();
    boolean wanted = asked == null ? config.publishAsModel() : asked;
    var groups = request.groupsOr(config.visibilityGroups());
    try {
      var slug = core.publishedSlug();
      if (slug == null) {
        return wanted ? grid.publish(target, core.id(), groups) : core;
      }
      if (asked != null && !asked) {
        return grid.unpublish(target, core.id());
      }
      if (wanted) {
        // The update has brought name, description and persona along.
        addToGroups(target, slug, groups);
      }
      return core;
    } catch (UpstreamFailed e) {
      throw DeployFailed.publish(e, core.id());
    }
  }

  private void addToGroups(Target target, String slug, List<String> groups) {
    groups.forEach(group -> grid.addToGroup(target, group, slug));
  }
}
