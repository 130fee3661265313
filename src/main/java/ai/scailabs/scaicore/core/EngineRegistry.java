package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.engine.CoreEngine;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The engines of this process, by Core and program. Start registers one; elsewhere it is loaded on
 * first use. An execution that began on an older program finds that program's engine here too.
 */
@Component
public class EngineRegistry {

  private final Map<String, Map<String, CoreEngine>> engines = new ConcurrentHashMap<>();
  private final Programs programs;

  EngineRegistry(Programs programs) {
    this.programs = programs;
  }

  /** The engine of a Core for a program, loaded when it is not here. */
  public CoreEngine engine(String tenantId, String coreId, String programHash) {
    var ofCore = engines.get(coreId);
    var engine = ofCore == null ? null : ofCore.get(programHash);
    if (engine != null && !engine.halted()) {
      return engine;
    }
    var loaded = new CoreEngine(programHash, programs.load(tenantId, programHash));
    return engines
        .computeIfAbsent(coreId, id -> new ConcurrentHashMap<>())
        .merge(programHash, loaded, (present, mine) -> present.halted() ? mine : present);
  }

  /** Makes an engine the Core's. */
  void register(String coreId, CoreEngine engine) {
    engines
        .computeIfAbsent(coreId, id -> new ConcurrentHashMap<>())
        .put(engine.programHash(), engine);
  }

  /** Forgets a Core's engines; their runs stop before their next block or effect. */
  public void unregister(String coreId) {
    var ofCore = engines.remove(coreId);
    if (ofCore != null) {
      ofCore.values().forEach(CoreEngine::halt);
    }
  }

  /** The Cores that have an engine here. */
  public Set<String> coreIds() {
    return Set.copyOf(engines.keySet());
  }
}
