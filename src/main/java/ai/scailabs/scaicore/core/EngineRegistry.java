package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.engine.CoreEngine;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/**
 * The engines of this process, by Core and program. Start registers one; elsewhere it is loaded on
 * first use. An execution that began on an older program finds that program's engine here too.
 */
@Component
public class EngineRegistry {

  private final Map<String, Map<String, CoreEngine>> engines = new ConcurrentHashMap<>();
  private final Map<CoreEngine, Instant> since = Collections.synchronizedMap(new WeakHashMap<>());
  private final Programs programs;
  private final Clock clock;

  EngineRegistry(Programs programs, Clock clock) {
    this.clock = clock;
    this.programs = programs;
  }

  /** The engine of a Core for a program, loaded when it is not here. */
  public CoreEngine engine(String tenantId, String coreId, String programHash) {
    var ofCore = engines.get(coreId);
    var engine = ofCore == null ? null : ofCore.get(programHash);
    if (engine != null && !engine.halted()) {
      return engine;
    }
    return register(coreId, new CoreEngine(programHash, programs.load(tenantId, programHash)));
  }

  /**
   * Makes an engine the Core's, unless it has one of that program already: executions may run in
   * that, and the next stop has to reach them.
   *
   * @return the one that the Core has now
   */
  CoreEngine register(String coreId, CoreEngine engine) {
    var hash = engine.programHash();
    var kept = new CoreEngine[1];
    since.put(engine, clock.instant());
    engines.compute(
        coreId,
        (id, present) -> {
          var ofCore = present == null ? new ConcurrentHashMap<String, CoreEngine>() : present;
          kept[0] = ofCore.merge(hash, engine, (old, mine) -> old.halted() ? mine : old);
          return ofCore;
        });
    return kept[0];
  }

  /** Forgets a Core's engines; their runs stop before their next block or effect. */
  public void unregister(String coreId) {
    var ofCore = engines.remove(coreId);
    if (ofCore != null) {
      ofCore.values().forEach(CoreEngine::halt);
    }
  }

  /** The programs of which a Core has an engine here. */
  public Set<String> programs(String coreId) {
    return Set.copyOf(engines.getOrDefault(coreId, Map.of()).keySet());
  }

  /**
   * Forgets the engine of a program that nothing here runs any more. Where a run began meanwhile
   * after all, it is kept, so that the next stop reaches it.
   *
   * @param used whether something runs in it; asked again after it was forgotten
   */
  public void forgetUnused(String coreId, String programHash, BooleanSupplier used) {
    var ofCore = engines.get(coreId);
    if (ofCore == null || used.getAsBoolean()) {
      return;
    }
    var engine = ofCore.remove(programHash);
    if (engine != null && used.getAsBoolean()) {
      register(coreId, engine);
    }
  }

  /** Since when a Core has an engine of a program here; empty where it has none. */
  Optional<Instant> since(String coreId, String programHash) {
    var ofCore = engines.get(coreId);
    var engine = ofCore == null ? null : ofCore.get(programHash);
    return engine == null || engine.halted()
        ? Optional.empty()
        : Optional.ofNullable(since.get(engine));
  }

  /** The Cores that have an engine here. */
  public Set<String> coreIds() {
    return Set.copyOf(engines.keySet());
  }
}
