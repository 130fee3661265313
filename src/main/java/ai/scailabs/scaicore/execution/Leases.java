package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.EngineRegistry;
import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.execution.Ownership.Held;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Keeps what runs here owned, claims what nobody owns, and stops engines here whose Core was
 * stopped or paused on another replica.
 */
@Component
class Leases {

  private static final Logger log = LoggerFactory.getLogger(Leases.class);

  private static final int BATCH = 50;
  private static final int RELEASED = 500;

  /** Nothing slow is done on these threads, so that leases and stops are felt in time. */
  private static final String TIMER = "leaseScheduler";

  private final Ownership ownership;
  private final Instances instances;
  private final RunsHere here;
  private final Failpoints failpoints;
  private final Runner runner;
  private final EngineRegistry engines;
  private final RunnableCores cores;

  Leases(
      Ownership ownership,
      Instances instances,
      RunsHere here,
      Runner runner,
      EngineRegistry engines,
      RunnableCores cores,
      Failpoints failpoints) {
    this.ownership = ownership;
    this.instances = instances;
    this.here = here;
    this.runner = runner;
    this.engines = engines;
    this.cores = cores;
    this.failpoints = failpoints;
  }

  /** A lease is ten seconds: two beats may fail before anybody else claims. */
  @Scheduled(fixedRateString = "PT3S", scheduler = TIMER)
  void renew() {
    var runs = here.all().stream().filter(RunWriter::stored).toList();
    if (runs.isEmpty()) {
      return;
    }
    var renewed = ownership.renew(runs.stream().map(run -> Held.of(run.execution())).toList());
    runs.stream()
        .filter(run -> renewed.contains(Held.of(run.execution())))
        .forEach(RunWriter::renewed);
  }

  /** What was cancelled elsewhere, or taken over, begins nothing more here. */
  @Scheduled(fixedDelayString = "PT1S", scheduler = TIMER)
  void stopOvertaken() {
    var runs = here.all().stream().filter(RunWriter::stored).toList();
    if (runs.isEmpty()) {
      return;
    }
    var owned = ownership.owned(runs.stream().map(run -> Held.of(run.execution())).toList());
    runs.stream()
        .filter(run -> !owned.contains(Held.of(run.execution())) && here.contains(run))
        .forEach(RunWriter::overtaken);
  }

  @Scheduled(fixedDelayString = "PT1S", scheduler = TIMER)
  void claim() {
    int claimed = ownership.wake(BATCH);
    do {
      if (here.size() >= RunsHere.ENOUGH) {
        return;
      }
      var due = ownership.claim(BATCH);
      due.forEach(this::resume);
      claimed = due.size();
    } while (claimed == BATCH);
  }

  @Scheduled(fixedDelayString = "PT1S", scheduler = TIMER)
  void admit() {
    instances.admitForgotten().forEach(runner::resume);
  }

  @Scheduled(fixedDelayString = "PT5S", scheduler = TIMER)
  void releaseStranded() {
    while (ownership.releaseStranded(RELEASED) == RELEASED) {
      // There is more.
    }
  }

  @Scheduled(fixedDelayString = "PT5S", scheduler = TIMER)
  void passivate() {
    instances.passivateIdle();
  }

  private void resume(Execution execution) {
    failpoints.reach(Failpoint.CLAIM_AFTER_TAKE);
    // A run of this replica that slept past its lease is not to go on beside the new one.
    here.overtaken(execution.id());
    if (cores.isRunning(execution.tenantId(), execution.coreId())) {
      runner.resume(execution);
    } else {
      ownership.hold(execution);
    }
  }

  /** A Core that was started anew runs what began before to its end, and then forgets how. */
  @Scheduled(fixedDelayString = "PT1M", scheduler = TIMER)
  void forgetOldPrograms() {
    var several = engines.coreIds().stream().filter(id -> engines.programs(id).size() > 1).toList();
    if (several.isEmpty()) {
      return;
    }
    cores
        .programs(several)
        .forEach(
            (id, current) ->
                engines.programs(id).stream()
                    .filter(hash -> !hash.equals(current))
                    .forEach(hash -> engines.forgetUnused(id, hash, () -> here.runs(id, hash))));
  }

  @Scheduled(fixedDelayString = "PT1S", scheduler = TIMER)
  void stopHalted() {
    var loaded = engines.coreIds();
    if (loaded.isEmpty()) {
      return;
    }
    for (var id : cores.notRunning(loaded)) {
      log.debug("core {} does not run any more; its engine goes", id);
      engines.unregister(id);
    }
  }
}
