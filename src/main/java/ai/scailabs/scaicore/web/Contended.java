package ai.scailabs.scaicore.web;

import java.util.function.Supplier;
import org.springframework.dao.PessimisticLockingFailureException;

/**
 * Repeats a transaction that the database ended because another one held what it needed and needed
 * what it held. Who answers a checkpoint holds it before its execution, and who ends an execution
 * holds that before its checkpoints; a Core that is deleted takes much with it that others hold.
 */
public final class Contended {

  private static final int TRIES = 4;

  private Contended() {}

  /** The result of the first try that the database did not end. */
  public static <T> T retried(Supplier<T> transaction) {
    for (int i = 1; i < TRIES; i++) {
      try {
        return transaction.get();
      } catch (PessimisticLockingFailureException e) {
        // The other one is through by now, or nearly.
      }
    }
    return transaction.get();
  }
}
