package ai.scailabs.scaicore.execution.memory;

import java.util.function.Supplier;

/** How a run writes: in one transaction, while it owns its execution. */
@FunctionalInterface
public interface Committing {

  /** Runs statements in one transaction, and gives what they gave once it is committed. */
  <T> T commit(Supplier<T> statements);
}
