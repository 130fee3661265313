package ai.scailabs.scaicore.execution;

import java.time.Clock;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Puts together what a run sees of the world. */
@Component
class Worlds {

  private final ModelProviders models;
  private final ProgramBridges bridges;
  private final CalledCores cores;
  private final CheckpointRaising inbox;
  private final OpenCheckpoints open;
  private final Clock clock;

  Worlds(
      ModelProviders models,
      ProgramBridges bridges,
      CalledCores cores,
      CheckpointRaising inbox,
      OpenCheckpoints open,
      Clock clock) {
    this.models = models;
    this.bridges = bridges;
    this.cores = cores;
    this.inbox = inbox;
    this.open = open;
    this.clock = clock;
  }

  /**
   * @param resumed whether the execution was in the database before this run
   * @param runs takes executions that are to run here
   */
  Run.World of(RunWriter writer, boolean resumed, Consumer<Execution> runs) {
    var execution = writer.execution();
    return new Run.World(
        models.of(execution),
        null,
        null,
        cores.of(writer, runs),
        memory(),
        new Questions(inbox, open, writer, resumed),
        events(),
        clock);
  }

  private static ai.scailabs.scaicore.engine.MemoryStore memory() {
    return null;
  }

  private static ai.scailabs.scaicore.engine.EventSink events() {
    return null;
  }
}
