package ai.scailabs.scaicore.execution.memory;

import ai.scailabs.scaicore.engine.Journal;
import ai.scailabs.scaicore.engine.MemoryStore;
import ai.scailabs.scaicore.execution.value.LargeValues;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** The memories of all Cores. Source: the engine design, "Journal and replay". */
@Component
public class Memories {

  private final MemoryRows rows;
  private final LargeValues large;

  Memories(MemoryRows rows, LargeValues large) {
    this.rows = rows;
    this.large = large;
  }

  /**
   * The memory that one run of an execution sees.
   *
   * @param committing of the run
   * @param journal adds an entry to the journal, in the transaction that is open
   */
  public MemoryStore of(MemoryOwner owner, Committing committing, Consumer<Journal.Entry> journal) {
    return new CoreMemory(owner, rows, large, committing, journal);
  }
}
