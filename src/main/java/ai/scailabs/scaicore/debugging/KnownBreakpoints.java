package ai.scailabs.scaicore.debugging;

import ai.scailabs.scaicore.engine.Debugging.Breakpoint;
import ai.scailabs.scaicore.execution.SetBreakpoints;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What this replica knows of breakpoints: as they are, or were less than a second ago. */
@Component
class KnownBreakpoints implements SetBreakpoints {

  private static final Logger log = LoggerFactory.getLogger(KnownBreakpoints.class);

  private final Breakpoints rows;
  private volatile Map<String, List<Breakpoint>> known = Map.of();
  private volatile String version = "";

  KnownBreakpoints(Breakpoints rows) {
    this.rows = rows;
  }

  @Override
  public List<Breakpoint> of(String coreId) {
    return known.getOrDefault(coreId, List.of());
  }

  /** Looks whether any were added or removed. */
  @Scheduled(fixedDelayString = "PT0.4S", scheduler = "leaseScheduler")
  void look() {
    try {
      refresh();
    } catch (DataAccessException e) {
      log.debug("breakpoints cannot be read for the moment", e);
    }
  }

  private synchronized void refresh() {
    // What changes in between is seen at the next look.
    var now = rows.version();
    if (!now.equals(version)) {
      known = rows.all();
      version = now;
    }
  }
}
