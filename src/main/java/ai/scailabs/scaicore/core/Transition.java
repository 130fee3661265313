package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.core.CoreStatus.CONFIGURING;
import static ai.scailabs.scaicore.core.CoreStatus.CRASHED;
import static ai.scailabs.scaicore.core.CoreStatus.CREATED;
import static ai.scailabs.scaicore.core.CoreStatus.ERROR;
import static ai.scailabs.scaicore.core.CoreStatus.PAUSED;
import static ai.scailabs.scaicore.core.CoreStatus.RESTARTING;
import static ai.scailabs.scaicore.core.CoreStatus.RUNNING;
import static ai.scailabs.scaicore.core.CoreStatus.STARTING;
import static ai.scailabs.scaicore.core.CoreStatus.STOPPED;
import static ai.scailabs.scaicore.core.CoreStatus.STOPPING;
import static ai.scailabs.scaicore.core.CoreStatus.SUSPENDED;

import java.util.Locale;
import java.util.Set;

/** The state table. Source: {@code seeds/api-reference.md}, "Lifecycle transitions". */
@SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
enum Transition {
  START(Set.of(CREATED, CONFIGURING, STOPPED, ERROR), STARTING, RUNNING),
  STOP(Set.of(RUNNING), STOPPING, STOPPED),
  PAUSE(Set.of(RUNNING), RUNNING, PAUSED),
  SUSPEND(Set.of(RUNNING), RUNNING, SUSPENDED),
  RESUME(Set.of(PAUSED, SUSPENDED), PAUSED, RUNNING),
  /** Halts what is paused or suspended, on the way of a restart. */
  HALT(Set.of(RUNNING, PAUSED, SUSPENDED), STOPPING, STOPPED),
  RECOVER(Set.of(CRASHED), RESTARTING, RUNNING);

  private final Set<CoreStatus> from;
  private final CoreStatus during;
  private final CoreStatus after;

  Transition(Set<CoreStatus> from, CoreStatus during, CoreStatus after) {
    this.from = from;
    this.during = during;
    this.after = after;
  }

  Set<CoreStatus> from() {
    return from;
  }

  CoreStatus during() {
    return during;
  }

  CoreStatus after() {
    return after;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
