package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.EventSink;
import ai.scailabs.scaicore.engine.MemoryStore;
import ai.scailabs.scaicore.execution.event.Recorder;
import ai.scailabs.scaicore.execution.event.RunOf;
import ai.scailabs.scaicore.execution.event.RuntimeEvents;
import ai.scailabs.scaicore.execution.memory.Memories;
import ai.scailabs.scaicore.execution.memory.MemoryOwner;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Puts together what a run sees of the world. */
@Component
class Worlds {

  private final ModelProviders models;
  private final ProgramBridges bridges;
  private final CalledCores cores;
  private final Memories memories;
  private final RuntimeEvents events;
  private final JournalRows journal;
  private final CheckpointRaising inbox;
  private final OpenCheckpoints open;
  private final Clock clock;

  Worlds(
      ModelProviders models,
      ProgramBridges bridges,
      CalledCores cores,
      Memories memories,
      RuntimeEvents events,
      JournalRows journal,
      CheckpointRaising inbox,
      OpenCheckpoints open,
      Clock clock) {
    this.models = models;
    this.bridges = bridges;
    this.cores = cores;
    this.memories = memories;
    this.events = events;
    this.journal = journal;
    this.inbox = inbox;
    this.open = open;
    this.clock = clock;
  }

  /** What notes the events of a run; to be closed at its end. */
  Recorder events(Execution e) {
    return events.of(
        new RunOf(e.tenantId(), e.coreId(), e.id(), e.flow(), e.attempt(), e.instanceKey()));
  }

  /**
   * @param permit ends the run where it may not go on; looked at again before a call is repeated
   * @param resumed whether the execution was in the database before this run
   * @param runs takes executions that are to run here
   */
  Run.World of(
      RunWriter writer,
      Runnable permit,
      EventSink sink,
      boolean resumed,
      Consumer<Execution> runs) {
    var execution = writer.execution();
    return new Run.World(
        models.of(execution, permit),
        bridges.plugins(execution, permit),
        bridges.http(execution, permit),
        cores.of(writer, runs),
        memory(writer),
        new Questions(inbox, open, writer, resumed),
        sink,
        clock);
  }

  private MemoryStore memory(RunWriter writer) {
    var e = writer.execution();
    return memories.of(
        new MemoryOwner(
            e.tenantId(),
            e.coreId(),
            Objects.requireNonNullElse(e.turn().queueKey(), ""),
            ResourceLimits.memoryBytes(e.limits())),
        writer::commit,
        entry -> journal.add(JournalRows.inline(e.tenantId(), e.id(), e.attempt(), entry)));
  }
}
