package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.web.ValidationFailed;
import org.jspecify.annotations.Nullable;

/** What people say about what they do to checkpoints. */
final class Comment {

  private static final int MAX = 20_000;

  private Comment() {}

  /** The comment, if it can be kept. */
  static @Nullable String checked(@Nullable String comment) {
    if (comment != null && comment.length() > MAX) {
      throw new ValidationFailed("comment", "is longer than " + MAX + " characters");
    }
    return comment == null ? null : Comment.storable("comment", comment);
  }

  /** A text without the one character that the database has no place for. */
  static String storable(String field, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new ValidationFailed(field, "contains the character U+0000; leave it out");
    }
    return text;
  }
}
