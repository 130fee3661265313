package ai.scailabs.scaicore.debugging;

import ai.scailabs.scaicore.core.EngineRegistry;
import ai.scailabs.scaicore.engine.Debugging.Breakpoint;
import ai.scailabs.scaicore.execution.SetBreakpoints;
import ai.scailabs.scaicore.web.Features;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What this replica knows of the breakpoints of Cores that have run here: as they are, or were less
 * than a second ago. None where breakpoints are switched off.
 */
@Component
class KnownBreakpoints implements SetBreakpoints {

  private static final Logger log = LoggerFactory.getLogger(KnownBreakpoints.class);

  private final Breakpoints rows;
  private final EngineRegistry engines;
  private final Features features;
  private final Map<String, OfCore> known = new ConcurrentHashMap<>();
  private String version = "";

  private record OfCore(String tenantId, List<Breakpoint> breakpoints) {}

  KnownBreakpoints(Breakpoints rows, EngineRegistry engines, Features features) {
    this.rows = rows;
    this.engines = engines;
    this.features = features;
  }

  @Override
  public List<Breakpoint> of(String tenantId, String coreId) {
    if (!features.breakpoint()) {
      return List.of();
    }
    var ofCore = known.get(coreId);
    return ofCore == null ? first(tenantId, coreId) : ofCore.breakpoints();
  }

  /** A Core runs here for the first time. */
  private List<Breakpoint> first(String tenantId, String coreId) {
    try {
      return load(tenantId, coreId);
    } catch (DataAccessException e) {
      log.debug("breakpoints cannot be read for the moment", e);
      return List.of();
    }
  }

  private synchronized List<Breakpoint> load(String tenantId, String coreId) {
    var ofCore = known.get(coreId);
    if (ofCore == null) {
      var found = rows.of(Map.of(coreId, tenantId)).getOrDefault(coreId, List.of());
      ofCore = new OfCore(tenantId, found);
      known.put(coreId, ofCore);
    }
    return ofCore.breakpoints();
  }

  /** Looks whether any were added or removed. */
  @Scheduled(fixedDelayString = "PT0.4S")
  void look() {
    if (!features.breakpoint()) {
      return;
    }
    try {
      refresh();
    } catch (DataAccessException e) {
      log.debug("breakpoints cannot be read for the moment", e);
    }
  }

  private synchronized void refresh() {
    known.keySet().retainAll(engines.coreIds());
    // What changes in between is seen at the next look.
    var now = rows.version();
    if (now.equals(version)) {
      return;
    }
    var tenants = new HashMap<String, String>();
    known.forEach((core, ofCore) -> tenants.put(core, ofCore.tenantId()));
    var found = tenants.isEmpty() ? Map.<String, List<Breakpoint>>of() : rows.of(tenants);
    known.replaceAll(
        (core, ofCore) -> new OfCore(ofCore.tenantId(), found.getOrDefault(core, List.of())));
    version = now;
  }
}
