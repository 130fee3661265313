package ai.scailabs.scaicore.web;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks of a list: {@code limit} (1 to 200, default 50) and {@code cursor}. A handler
 * takes it as a parameter.
 */
public record Paging(int limit, @Nullable String cursor) {

  public static final int DEFAULT_LIMIT = 50;
  public static final int MAX_LIMIT = 200;

  /** The position to go on from, of so many sort values. */
  public Optional<Cursor> after(int size) {
    return Optional.ofNullable(cursor).map(c -> Cursor.decode(c, size));
  }
}
