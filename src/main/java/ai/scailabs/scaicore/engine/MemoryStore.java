package ai.scailabs.scaicore.engine;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a Core remembers between executions: one JSON value for each declared name; of an entity
 * Core, for each instance.
 */
public interface MemoryStore {

  /** The value of a name; {@link Cell#written} is false where there never was one. */
  Cell read(String name);

  /**
   * Changes the value of a name against every other execution, and records the entry of the change
   * in the same transaction.
   *
   * @param change may be called again, with a younger value
   * @return the entry that was recorded
   * @throws BlockFailed with {@code PAYLOAD_TOO_LARGE} or {@code LIMIT_EXCEEDED} when it does not
   *     fit; nothing is recorded then
   */
  Journal.Entry change(String name, Function<Cell, Change> change);

  /** A value as it is stored. */
  record Cell(boolean written, @Nullable Object value) {

    public static final Cell EMPTY = new Cell(false, null);
  }

  /**
   * What a value becomes, and the entry of it.
   *
   * @param cell {@link Cell#EMPTY} forgets the value
   */
  record Change(Cell cell, Journal.Entry entry) {}
}
