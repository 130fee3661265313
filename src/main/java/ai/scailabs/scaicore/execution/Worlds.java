package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.core.RunnableCores.RunnableCore;
import ai.scailabs.scaicore.engine.MemoryStore;
import ai.scailabs.scaicore.execution.event.RuntimeEvents;
import ai.scailabs.scaicore.execution.log.Logs;
import ai.scailabs.scaicore.execution.memory.Memories;
import ai.scailabs.scaicore.execution.memory.MemoryOwner;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together what a run sees of the world. */
@Component
class Worlds {

  private static final Duration RECENT = Duration.ofSeconds(1);

  private final RunnableCores runnable;
  private final ModelProviders models;
  private final ProgramBridges bridges;
  private final ReachedQueues queues;
  private final QueueWaits waits;
  private final CalledCores cores;
  private final Memories memories;
  private final RuntimeEvents events;
  private final Logs logs;
  private final JournalRows journal;
  private final CheckpointRaising inbox;
  private final OpenCheckpoints open;
  private final SetBreakpoints breakpoints;
  private final Failpoints failpoints;
  private final Clock clock;

  Worlds(
      RunnableCores runnable,
      ModelProviders models,
      ProgramBridges bridges,
      ReachedQueues queues,
      QueueWaits waits,
      CalledCores cores,
      Memories memories,
      RuntimeEvents events,
      Logs logs,
      JournalRows journal,
      CheckpointRaising inbox,
      OpenCheckpoints open,
      SetBreakpoints breakpoints,
      Failpoints failpoints,
      Clock clock) {
    this.breakpoints = breakpoints;
    this.failpoints = failpoints;
    this.runnable = runnable;
    this.models = models;
    this.bridges = bridges;
    this.queues = queues;
    this.waits = waits;
    this.cores = cores;
    this.memories = memories;
    this.events = events;
    this.logs = logs;
    this.journal = journal;
    this.inbox = inbox;
    this.open = open;
    this.clock = clock;
  }

  /** What tells of a run; to be closed at its end. */
  Witness witness(Execution e) {
    var run = e.run();
    return new Witness(e, events.of(run), logs.of(run));
  }

  /**
   * @param core of an execution that is not in the database yet, as it was read when the run began;
   *     null for others
   * @param permit ends the run where it may not go on; looked at again before a call is repeated
   * @param runs takes executions that are to run here
   */
  Run.World of(
      RunWriter writer,
      @Nullable RunnableCore core,
      Runnable permit,
      Witness witness,
      Consumer<Execution> runs) {
    var execution = writer.execution();
    return new Run.World(
        models.of(execution, permit),
        bridges.plugins(execution, permit),
        bridges.http(execution, permit),
        new RunQueues(queues, waits, journal, writer, failpoints),
        cores.of(writer, runs),
        memory(writer),
        new Questions(
            inbox,
            open,
            writer,
            () -> core(execution, core, writer.age()),
            core == null,
            witness::raised),
        witness,
        witness.log(),
        breakpoints,
        clock);
  }

  /** The Core as it is, or was a moment ago. */
  private RunnableCore core(Execution execution, @Nullable RunnableCore read, Duration age) {
    return read != null && age.compareTo(RECENT) < 0
        ? read
        : runnable.get(execution.tenantId(), execution.coreId());
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
