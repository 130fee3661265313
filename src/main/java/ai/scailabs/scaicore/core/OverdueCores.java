package ai.scailabs.scaicore.core;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks for Cores whose replica died between two states. */
@Component
class OverdueCores {

  private static final Logger log = LoggerFactory.getLogger(OverdueCores.class);

  private final Cores cores;
  private final Lifecycle lifecycle;
  private final Clock clock;

  OverdueCores(Cores cores, Lifecycle lifecycle, Clock clock) {
    this.cores = cores;
    this.lifecycle = lifecycle;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT3S")
  void look() {
    for (var core : cores.findOverdue(clock.instant())) {
      try {
        lifecycle.recover(core);
      } catch (RuntimeException e) {
        log.warn("core {} could not be moved on: {}", core.id(), e.getMessage());
      }
    }
  }
}
