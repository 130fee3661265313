package ai.scailabs.scaicore.execution.batch;

import java.util.List;

/**
 * What a {@link WriteBehind} does with what it is given.
 *
 * @param <C> what it is given
 * @param <R> what is written
 */
public interface BatchWork<C, R> {

  /** The rows of some, in their order; an exception loses them. */
  List<R> rows(List<C> batch);

  /** Writes rows; an exception of the database is taken for its absence. */
  void write(List<R> rows);

  /** Is told what has been written, but for rows that were refused. */
  default void done(List<C> batch) {}

  /** Is told what is not written, and why. */
  void lost(C given, String why);

  /** Is told of a row that the database refuses, and why. */
  void refused(R row, String why);

  /** Is run again and again, a few times a second. */
  default void tick() {}
}
