package ai.scailabs.scaicore.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Some rows of a list, and the cursor after the last of them; null where the list ends. */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

  /**
   * Makes a page of the rows of a query that asked for one more than the limit.
   *
   * @param rows at most {@code limit + 1} rows
   * @param cursor the keyset position of a row
   */
  public static <T> Page<T> of(List<T> rows, int limit, Function<T, Cursor> cursor) {
    if (rows.size() <= limit) {
      return new Page<>(List.copyOf(rows), null);
    }
    var items = List.copyOf(rows.subList(0, limit));
    return new Page<>(items, cursor.apply(items.getLast()).encoded());
  }

  /**
   * Makes a page of rows that a query cut short because they grew too heavy: there is more.
   *
   * @param rows at least one
   */
  public static <T> Page<T> cut(List<T> rows, int limit, Function<T, Cursor> cursor) {
    var items = List.copyOf(rows.subList(0, Math.min(limit, rows.size())));
    return new Page<>(items, cursor.apply(items.getLast()).encoded());
  }

  /** The same page with other items. */
  public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
    return new Page<>(items.stream().<R>map(mapping).toList(), nextCursor);
  }
}
