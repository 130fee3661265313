package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.web.ValidationFailed;
import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What fields of requests may hold. */
final class Fields {

  static final int MAX_NAME = 200;
  private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

  private Fields() {}

  static String slug(@Nullable String given) {
    if (given == null || !SLUG.matches(given)) {
      throw new ValidationFailed(
          "slug",
          "must be 1 to 63 characters of a-z, 0-9, - and _, beginning with a letter, such as"
              + " expense-review");
    }
    return given;
  }

  static String required(String field, @Nullable String given, int max) {
    var text = optional(field, given, max);
    if (text == null || text.isBlank()) {
      throw new ValidationFailed(field, "is required: 1 to %,d characters".formatted(max));
    }
    return text;
  }

  static @Nullable String optional(String field, @Nullable String given, int max) {
    if (given != null && given.length() > max) {
      throw new ValidationFailed(field, "is longer than %,d characters; shorten it".formatted(max));
    }
    if (given != null && given.indexOf('\0') >= 0) {
      throw new ValidationFailed(field, "contains the character U+0000; leave it out");
    }
    return given;
  }

  /** As {@link #optional}; an empty one is refused, too. */
  static @Nullable String key(String field, @Nullable String given, int max) {
    return given == null ? null : required(field, given, max);
  }

  static int number(String field, @Nullable Integer given, int fallback, int least, int most) {
    int number = given == null ? fallback : given;
    if (number < least || number > most) {
      throw new ValidationFailed(field, "must be %,d to %,d".formatted(least, most));
    }
    return number;
  }

  /** The text of a JSON value that is not too long and can be stored. */
  static String json(String field, JsonNode value, int maxBytes) {
    requireStorable(field, value);
    var text = value.toString();
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > maxBytes) {
      throw new ValidationFailed(
          field,
          "has %,d bytes and may have %,d; keep what is large elsewhere, and send where"
              .formatted(bytes, maxBytes));
    }
    return text;
  }

  private static void requireStorable(String field, JsonNode value) {
    if (value.isString() && !isStorable(value.stringValue())) {
      throw new ValidationFailed(
          field, "holds text with U+0000 or an unpaired surrogate; leave it out");
    }
    for (var member : value.properties()) {
      if (!isStorable(member.getKey())) {
        throw new ValidationFailed(
            field, "has a name with U+0000 or an unpaired surrogate; leave it out");
      }
    }
    value.forEach(part -> requireStorable(field, part));
  }

  private static boolean isStorable(String text) {
    return text.codePoints()
        .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }
}
