package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ValidationFailed;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A text member of a request's body.
 *
 * @param name as the caller wrote it
 * @param value null where it is missing
 */
record RequestField(String name, @Nullable String value) {

  private static final int MAX_NAME = 200;
  private static final int MAX_EMAIL = 254;
  private static final int MAX_LIST = 200;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
  private static final Pattern EMAIL = Pattern.compile("[^\\s@\\p{Cc}]+@[^\\s@\\p{Cc}]+");
  private static final Pattern SLUG = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /** A name for people: 1 to 200 characters after trimming, on one line. */
  String text() {
    var text = value == null ? "" : value.strip();
    if (text.isEmpty()) {
      throw new ValidationFailed(name, "is required: 1 to 200 characters besides spaces");
    }
    if (text.codePointCount(0, text.length()) > MAX_NAME) {
      throw new ValidationFailed(name, "is longer than 200 characters");
    }
    if (CONTROL.matcher(text).find()) {
      throw new ValidationFailed(name, "must not contain control characters");
    }
    return text;
  }

  String email() {
    var text = value == null ? "" : value.strip();
    if (text.length() > MAX_EMAIL || !EMAIL.matches(text)) {
      throw new ValidationFailed(name, "must be an e-mail address, such as ada@example.com");
    }
    return text;
  }

  /** A name for addresses. */
  String slug() {
    if (value == null || !SLUG.matches(value)) {
      throw new ValidationFailed(
          name, "must have 1 to 63 characters of a-z, 0-9 and '-', the last not at either end");
    }
    return value;
  }

  /** Fails where a list is longer than any may be. */
  static void requireFew(String name, List<@Nullable String> items) {
    if (items.size() > MAX_LIST) {
      throw new ValidationFailed(name, "has more than " + MAX_LIST + " items");
    }
  }

  /**
   * Reads each item of a list.
   *
   * @param problem what to say of an item that reads as nothing
   */
  static <T> List<T> each(
      String name,
      @Nullable List<@Nullable String> items,
      Function<String, Optional<T>> reading,
      String problem) {
    var given = items == null ? List.<@Nullable String>of() : items;
    requireFew(name, given);
    var read =
        given.stream()
            .map(item -> item == null ? Optional.<T>empty() : reading.apply(item))
            .toList();
    var wrong =
        IntStream.range(0, read.size())
            .filter(i -> read.get(i).isEmpty())
            .mapToObj(i -> new ApiException.Detail(name + "[" + i + "]", problem))
            .toList();
    if (!wrong.isEmpty()) {
      throw new ValidationFailed(wrong.getFirst().field() + " " + problem, wrong);
    }
    return read.stream().flatMap(Optional::stream).distinct().toList();
  }
}
