package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.execution.value.ValueStoreAway;
import java.sql.SQLException;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Tells what passes by itself, such as a database that is away, from what would fail again however
 * often it were tried.
 */
final class Outages {

  /** Connection, rollback, resources, locks, operator: the classes of states that pass. */
  private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57", "25");

  private Outages() {}

  static boolean isOne(Throwable failure) {
    if (failure instanceof ValueStoreAway) {
      return true;
    }
    if (!(failure instanceof DataAccessException || failure instanceof TransactionException)) {
      return false;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        var state = sql.getSQLState();
        // 54: a row or an index entry that is too large stays so.
        return state.length() >= 2 && PASSING.contains(state.substring(0, 2));
      }
    }
    // A pool that has no connection says no state.
    return true;
  }
}
