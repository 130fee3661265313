package ai.scailabs.scaicore.storage;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Where an object is: segments joined by {@code /}, of ASCII letters, digits and {@code . _ - %}.
 * No segment is empty or begins with a dot, so that no key is absolute or leads out of its folder.
 *
 * @param text such as {@code scaicore/ten_acme/core_06a1q8b3v5e3s9k4t7m2n8p6rw/avatar}
 */
public record ObjectKey(String text) {

  private static final int MAX_LENGTH = 900;
  private static final Pattern SEGMENTS =
      Pattern.compile("[A-Za-z0-9_%-][A-Za-z0-9._%-]*(/[A-Za-z0-9_%-][A-Za-z0-9._%-]*)*");

  public ObjectKey {
    if (text.length() > MAX_LENGTH || !SEGMENTS.matches(text)) {
      throw new IllegalArgumentException("not a key of an object: " + text);
    }
  }

  /**
   * The key of these segments. Whatever a segment holds beyond letters, digits, {@code _}, {@code
   * -} and inner dots stands in it as {@code %} and two hexadecimal digits a byte.
   *
   * @throws IllegalArgumentException when one is empty, or all are too long
   */
  public static ObjectKey of(String... segments) {
    return new ObjectKey(
        Arrays.stream(segments).map(ObjectKey::escaped).collect(Collectors.joining("/")));
  }

  private static String escaped(String segment) {
    var escaped = new StringBuilder();
    for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-'
              || (c == '.' && !escaped.isEmpty());
      if (plain) {
        escaped.append(c);
      } else {
        escaped.append("%%%02X".formatted((int) c));
      }
    }
    return escaped.toString();
  }
}
