package ai.scailabs.scaicore.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Some rows of a list, and the cursor after the last of them; null where the list ends. */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

  /**
   * Makes a page of the rows of a query that asked for one more than the limit.
   *
   * @param rows at most {@code limit + 1} rows
   * @param cursor the keyset position of a row
   */
  public static <T> Page<T> of(List<T> rows, int limit, Function<T, Cursor> cursor) {
    return of(rows, limit, cursor, rows.size());
  }

  /**
   * Makes a page of a query that asked for one row more than the limit, and left out those at the
   * end for which the page would grow too heavy, but for the first. Each row says in {@code found}
   * how many there were.
   */
  public static <T> Page<T> light(
      JdbcClient.StatementSpec query, RowMapper<T> mapper, int limit, Function<T, Cursor> cursor) {
    var found = new int[1];
    var rows =
        query
            .query(
                (row, number) -> {
                  found[0] = row.getInt("found");
                  return mapper.mapRow(row, number);
                })
            .list();
    return of(rows, limit, cursor, found[0]);
  }

  private static <T> Page<T> of(List<T> rows, int limit, Function<T, Cursor> cursor, int found) {
    var items = List.copyOf(rows.subList(0, Math.min(limit, rows.size())));
    boolean more = found > items.size();
    return new Page<>(items, more ? cursor.apply(items.getLast()).encoded() : null);
  }

  /** The same page with other items. */
  public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
    return new Page<>(items.stream().<R>map(mapping).toList(), nextCursor);
  }
}
