package ai.scailabs.scaicore.scaiflow.deploy;

import ai.scailabs.scaicore.scaiflow.client.DeployedCore;
import ai.scailabs.scaicore.scaiflow.client.ScaiGrid;
import ai.scailabs.scaicore.scaiflow.client.Target;
import ai.scailabs.scaicore.scaiflow.client.UpstreamFailed;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The Core of a flow: a new one, or the one that an earlier deploy made, by the manifest that is
 * now. Source: {@code design/scaiflow.md}, "Deploy".
 */
@Component
class CoreRollout {

  private static final String TAKEN = "SLUG_CONFLICT";

  private final ScaiGrid grid;

  CoreRollout(ScaiGrid grid) {
    this.grid = grid;
  }

  DeployedCore roll(Target target, String manifest, Plan plan, Progress progress) {
    progress.check();
    var there = tried(null, () -> existing(target, plan));
    if (there.isPresent()) {
      return update(target, there.get(), manifest, progress);
    }
    DeployedCore made;
    try {
      made = grid.create(target, manifest);
    } catch (UpstreamFailed e) {
      // An earlier deploy may have made it, and died before it could say so.
      var ours =
          e.isCode(TAKEN) ? tried(null, () -> ofSource(target, plan)) : Optional.<DeployedCore>empty();
      return update(
          target, ours.orElseThrow(() -> DeployFailed.create(e, null)), manifest, progress);
    }
    progress.made(made);
    return tried(made.id(), () -> grid.start(target, made.id()));
  }

  private Optional<DeployedCore> existing(Target target, Plan plan) {
    var known = plan.coreId();
    if (known != null) {
      return grid.find(target, known);
    }
    return plan.looksFirst() ? ofSource(target, plan) : Optional.empty();
  }

  private Optional<DeployedCore> ofSource(Target target, Plan plan) {
    return plan.sourceId().isEmpty()
        ? Optional.empty()
        : grid.findBySource(target, plan.sourceId());
  }

  /** The manifest is verified before anything changes; what ran runs again, with it or without. */
  private DeployedCore update(
      Target target, DeployedCore before, String manifest, Progress progress) {
    var id = before.id();
    progress.made(before);
    progress.check();
    var changed = tried(id, () -> grid.replace(target, id, manifest));
    progress.check();
    if (before.neverRan()) {
      return tried(id, () -> grid.start(target, id));
    }
    if (!before.runs()) {
      // Somebody has stopped or paused it, and will start it when they want to.
      return changed;
    }
    try {
      return grid.restart(target, id);
    } catch (UpstreamFailed e) {
      throw DeployFailed.restart(e, id, putBack(target, before));
    }
  }

  /** Null where the program before runs again; else why not. */
  private @Nullable UpstreamFailed putBack(Target target, DeployedCore before) {
    try {
      grid.restore(target, before);
      grid.restart(target, before.id());
      return null;
    } catch (UpstreamFailed e) {
      return e;
    }
  }

  private static <T> T tried(@Nullable String coreId, Supplier<T> step) {
    try {
      return step.get();
    } catch (UpstreamFailed e) {
      throw DeployFailed.create(e, coreId);
    }
  }
}
