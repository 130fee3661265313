package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.engine.CoreEngine;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.web.ApiException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Moves Cores through their lifecycle. A transition that takes work is two short transactions with
 * the work between them; a replica that dies there leaves the Core overdue, and {@link #recover}
 * moves it on.
 */
@Service
public class Lifecycle {

  private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);
  private static final Duration RESTART_PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final CoreService cores;
  private final Preparation preparation;
  private final EngineRegistry engines;
  private final List<CoreReleased> releases;
  private final List<CoreRuns> runs;
  private final AuditTrail audit;
  private final Clock clock;

  Lifecycle(
      CoreService cores,
      Preparation preparation,
      EngineRegistry engines,
      List<CoreReleased> releases,
      List<CoreRuns> runs,
      AuditTrail audit,
      Clock clock) {
    this.cores = cores;
    this.preparation = preparation;
    this.engines = engines;
    this.releases = releases;
    this.runs = runs;
    this.audit = audit;
    this.clock = clock;
  }

  /** To {@code running}, or to {@code error} with the reason, which is also thrown. */
  public Core start(String tenantId, String id) {
    return run(begun(tenantId, id), "core.start");
  }

  public Core stop(String tenantId, String id) {
    return halt(tenantId, id, Transition.STOP, "core.stop");
  }

  public Core pause(String tenantId, String id) {
    var paused =
        audited(
            tenantId,
            id,
            "core.pause",
            core -> {
              core.make(Transition.PAUSE, now());
              runs.forEach(port -> port.halted(core));
            });
    engines.unregister(id);
    return paused;
  }

  public Core resume(String tenantId, String id) {
    var resumed =
        audited(
            tenantId,
            id,
            "core.resume",
            core -> {
              core.make(Transition.RESUME, now());
              resumed(core);
            });
    release(resumed);
    return resumed;
  }

  private void resumed(Core core) {
    var hash = core.programHash();
    if (hash != null) {
      var program = engines.engine(core.tenantId(), core.id(), hash).program();
      runs.forEach(port -> port.running(core, program));
    }
  }

  /** Stops what runs, then starts; from any status. Waits for a transition under way. */
  public Core restart(String tenantId, String id) {
    var core = settled(tenantId, id);
    if (Transition.HALT.from().contains(core.status())) {
      halt(tenantId, id, Transition.HALT, "core.stop");
    }
    return run(begun(tenantId, id), "core.restart");
  }

  /** Moves on a Core whose replica died between two states: to what it was on its way to. */
  void recover(Core seen) {
    var taken = new boolean[1];
    var core =
        cores.change(
            seen.tenantId(),
            seen.id(),
            c -> {
              if (!c.overdue(now())) {
                return;
              }
              boolean stopping = c.status() == CoreStatus.STOPPING;
              c.crashed(now());
              c.begin(Transition.RECOVER, now());
              if (stopping) {
                c.stopped(now());
                audit.record(c.tenantId(), "core.stop", c.id());
              }
              taken[0] = true;
            });
    if (!taken[0]) {
      return;
    }
    log.warn("core {} was left between two states; moving it on", core.id());
    if (core.status() == CoreStatus.RESTARTING) {
      run(core, "core.start");
    }
  }

  private Core begun(String tenantId, String id) {
    return cores.change(tenantId, id, core -> core.begin(Transition.START, now()));
  }

  /** Changes a Core, and says so in the audit, in one transaction. */
  private Core audited(String tenantId, String id, String action, Consumer<Core> change) {
    return cores.change(
        tenantId,
        id,
        core -> {
          change.accept(core);
          audit.record(tenantId, action, id);
        });
  }

  private Core run(Core core, String action) {
    CoreEngine engine;
    try {
      engine = preparation.prepare(core);
    } catch (ApiException e) {
      fail(core, e.code() + ": " + e.getMessage());
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      fail(core, "INTERNAL_ERROR: the start failed; the log has more");
      throw e;
    }
    var running =
        audited(
            core.tenantId(),
            core.id(),
            action,
            c -> {
              c.started(engine.programHash(), now());
              runs.forEach(port -> port.running(c, engine.program()));
            });
    engines.register(core.id(), engine);
    release(running);
    return running;
  }

  private void fail(Core core, String reason) {
    cores.change(core.tenantId(), core.id(), c -> c.failed(reason, now()));
  }

  private Core halt(String tenantId, String id, Transition transition, String action) {
    cores.change(
        tenantId,
        id,
        core -> {
          boolean ran = core.status() == CoreStatus.RUNNING;
          core.begin(transition, now());
          if (ran) {
            runs.forEach(port -> port.halted(core));
          }
        });
    engines.unregister(id);
    return audited(tenantId, id, action, core -> core.stopped(now()));
  }

  private Core settled(String tenantId, String id) {
    var patience = now().plus(RESTART_PATIENCE);
    var core = cores.get(tenantId, id);
    while (core.inTransition()) {
      if (core.overdue(now())) {
        recover(core);
      } else if (now().isAfter(patience)) {
        throw new InvalidCoreTransition(
            "The Core is still " + core.status().word() + "; try again in a few seconds.");
      } else {
        pause();
      }
      core = cores.get(tenantId, id);
    }
    return core;
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InvalidCoreTransition("The service is shutting down; try again.");
    }
  }

  private void release(Core core) {
    releases.forEach(port -> port.released(core.tenantId(), core.id()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
