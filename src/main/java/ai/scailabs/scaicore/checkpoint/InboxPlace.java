package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the order of what moved in inboxes.
 *
 * @param transaction its number, which Postgres never uses twice
 * @param number of a change within it
 */
record InboxPlace(long transaction, long number) {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

  /** In front of all changes of a transaction. */
  static InboxPlace before(@Nullable String transaction) {
    return of(transaction, 0);
  }

  static InboxPlace of(@Nullable String transaction, long number) {
    return new InboxPlace(Long.parseLong(Objects.requireNonNull(transaction)), number);
  }

  /** The later one of two. */
  InboxPlace orLater(InboxPlace other) {
    return transaction > other.transaction
            || (transaction == other.transaction && number > other.number)
        ? this
        : other;
  }

  /** What a client says in {@code Last-Event-ID}. */
  static InboxPlace parse(String text) {
    var parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new ValidationFailed(
          "Last-Event-ID",
          "is no id of an event of this stream; send the last one you got, or leave it out");
    }
    return new InboxPlace(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
  }

  String text() {
    return transaction + "-" + number;
  }
}
