package ai.scailabs.scaicore.program.type;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a text is what its type says. Every check takes time linear in the text, whoever wrote
 * it.
 */
final class TextFormats {

  private static final int MAX_EMAIL = 254;
  private static final int MAX_URL = 8192;
  private static final Pattern LOCAL_PART = Pattern.compile("[^\\s@\"(),:;<>\\[\\]\\\\]{1,64}+");
  private static final Pattern LABEL = Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,62})");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern MONEY =
      Pattern.compile(
          "-?[0-9]{1,30}(?:\\.[0-9]{1,10})? [A-Z]{3}|[A-Z]{3} -?[0-9]{1,30}(?:\\.[0-9]{1,10})?");

  private TextFormats() {}

  static boolean isEmail(String text) {
    var at = text.lastIndexOf('@');
    return text.length() <= MAX_EMAIL
        && at > 0
        && LOCAL_PART.matcher(text.substring(0, at)).matches()
        && isDomain(text.substring(at + 1));
  }

  private static boolean isDomain(String text) {
    var labels = text.split("\\.", -1);
    for (var label : labels) {
      if (!LABEL.matcher(label).matches() || label.endsWith("-")) {
        return false;
      }
    }
    return labels.length > 1 || text.equals("localhost");
  }

  /** An absolute URL with a host. */
  static boolean isUrl(String text) {
    var uri = uri(text);
    return uri != null && uri.isAbsolute() && uri.getHost() != null;
  }

  /** Any absolute URI. */
  static boolean isUri(String text) {
    var uri = uri(text);
    return uri != null && uri.isAbsolute();
  }

  private static @Nullable URI uri(String text) {
    if (text.length() > MAX_URL) {
      return null;
    }
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  static boolean isUuid(String text) {
    return UUID.matcher(text).matches();
  }

  static boolean isMoney(String text) {
    return MONEY.matcher(text).matches();
  }

  static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** Date, time and offset, as in {@code 2026-01-02T03:04:05Z}. */
  static boolean isDateTime(String text) {
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
