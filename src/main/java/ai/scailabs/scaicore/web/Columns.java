package ai.scailabs.scaicore.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What columns hold, in the types of the rest of the code. */
public final class Columns {

  private Columns() {}

  /** An instant of a column that is never null. */
  public static Instant instant(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(instantOrNull(row, column), column);
  }

  public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    var time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }

  /** JSON, unread. */
  public static @Nullable RawJson json(ResultSet row, String column) throws SQLException {
    var text = row.getString(column);
    return text == null ? null : new RawJson(text);
  }

  /** The parameter that an instant is. */
  public static @Nullable Timestamp time(@Nullable Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }

  /** The parameter that JSON is. */
  public static @Nullable String text(@Nullable RawJson json) {
    return json == null ? null : json.text();
  }
}
