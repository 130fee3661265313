package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** In which order a list is, and from where it goes on. */
enum ListOrder {
  /** That of the inbox: most urgent first, then oldest. */
  URGENT(
      3,
      "%1$spriority_rank, %1$screated_at, %1$sid",
      "and (p.priority_rank, p.created_at, p.id) > (:rank, :created, :id)"),
  NEWEST(2, "%1$screated_at desc, %1$sid desc", "and (p.created_at, p.id) < (:created, :id)");

  private final int size;
  private final String columns;
  private final String behind;

  ListOrder(int size, String columns, String behind) {
    this.size = size;
    this.columns = columns;
    this.behind = behind;
  }

  String by(String alias) {
    return columns.formatted(alias);
  }

  /** The condition that goes on behind a page; empty for the first. */
  String behind(Paging paging, Map<String, @Nullable Object> values) {
    return paging
        .after(size)
        .map(
            cursor -> {
              if (this == URGENT) {
                values.put("rank", cursor.integer(0));
              }
              values.put("created", Columns.time(cursor.instant(size - 2)));
              values.put("id", cursor.uuid(size - 1));
              return behind;
            })
        .orElse("");
  }

  Cursor at(Place place) {
    return this == URGENT
        ? Cursor.at(place.rank(), place.created(), place.id())
        : Cursor.at(place.created(), place.id());
  }

  /** Where a row stands in either order. */
  record Place(int rank, Instant created, UUID id) {

    static Place of(Checkpoint c) {
      return new Place(Checkpoints.PRIORITIES.indexOf(c.priority()), c.createdAt(), c.id());
    }

    static Place of(ResultSet row) throws SQLException {
      return new Place(
          row.getInt("priority_rank"),
          Columns.instant(row, "created_at"),
          Objects.requireNonNull(row.getObject("id", UUID.class)));
    }
  }
}
