package ai.scailabs.scaicore.execution.event;

import ai.scailabs.scaicore.core.Core;
import ai.scailabs.scaicore.core.CoreDeletion;
import ai.scailabs.scaicore.core.CoreRuns;
import ai.scailabs.scaicore.program.Program;
import java.time.Clock;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Says when a Core begins and ceases to run, and when it is deleted: its other events go with it.
 */
@Component
class LifecycleEvents implements CoreRuns, CoreDeletion {

  private final EventRows rows;
  private final Clock clock;

  LifecycleEvents(EventRows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public void running(Core core, Program program) {
    add(EventType.ACTIVATED, core);
  }

  @Override
  public void halted(Core core) {
    add(EventType.PASSIVATED, core);
  }

  @Override
  public void deleting(Core core) {
    rows.remove(core.tenantId(), core.id());
    add(EventType.DELETED, core);
  }

  private void add(EventType type, Core core) {
    var payload = new LinkedHashMap<String, @Nullable Object>();
    payload.put("name", core.name());
    payload.put("status", core.status().word());
    rows.add(Wording.row(core.tenantId(), core.id(), null, type.text(), clock.instant(), payload));
  }
}
