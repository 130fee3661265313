import java.sql.SQLException;
import java.util.Locale;

/** Counts transactions from here on, those that wrote and all. */
final class Commits {

  /** The next transaction id; to look takes none. */
  private static final String WRITTEN = "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint";

  private static final String ALL =
      "select xact_commit from pg_stat_database where datname = current_database()";

  private final Database database;
  private final double written;
  private final double all;

  Commits(Database database) throws SQLException {
    this.database = database;
    this.written = database.number(WRITTEN);
    this.all = database.number(ALL);
  }

  /** A sentence about so many cycles. */
  String per(int cycles) throws SQLException {
    return String.format(
        Locale.ROOT,
        "%.2f commits that write and %.2f transactions in all a cycle",
        (database.number(WRITTEN) - written) / cycles,
        (database.number(ALL) - all) / cycles);
  }
}
