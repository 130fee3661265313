package ai.scailabs.scaicore.web;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * A keyset position: the sort values of the last row seen, opaque to the caller. Its reader says
 * how many values it expects and of what kind; anything else is a {@code VALIDATION_ERROR}.
 */
public record Cursor(List<String> values) {

  private static final char SEPARATOR = '\n';

  // Postgres has years that ISO-8601 has not, and not all that Java has.
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  /** The position after a row with these sort values. */
  public static Cursor at(Object... values) {
    return new Cursor(java.util.Arrays.stream(values).map(Object::toString).toList());
  }

  /** Reads what {@link #encoded()} wrote. */
  public static Cursor decode(String encoded, int size) {
    try {
      var text = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
      var values = List.of(text.split(String.valueOf(SEPARATOR), -1));
      if (values.size() == size && text.indexOf('\0') < 0) {
        return new Cursor(values);
      }
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
    throw invalid();
  }

  /** The text that the caller sends back. */
  public String encoded() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            String.join(String.valueOf(SEPARATOR), values).getBytes(StandardCharsets.UTF_8));
  }

  public String text(int index) {
    return values.get(index);
  }

  public Instant instant(int index) {
    try {
      var instant = Instant.parse(values.get(index));
      if (!instant.isBefore(EARLIEST) && instant.isBefore(LATEST)) {
        return instant;
      }
    } catch (DateTimeException e) {
      throw invalid();
    }
    throw invalid();
  }

  public int integer(int index) {
    try {
      return Integer.parseInt(values.get(index));
    } catch (NumberFormatException e) {
      throw invalid();
    }
  }

  public UUID uuid(int index) {
    try {
      return UUID.fromString(values.get(index));
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  private static ValidationFailed invalid() {
    return new ValidationFailed(
        "cursor", "is not one of ours; send next_cursor of the page before, unchanged");
  }
}
