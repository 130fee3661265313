package ai.scailabs.scaicore.scaiqueue;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How urgent a message is; the words are those of checkpoints, most urgent first. */
public enum Tier {
  CRITICAL,
  HIGH,
  NORMAL,
  LOW;

  /** As it stands in JSON, such as {@code high}. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The tier of this word, which must be one. */
  public static Tier of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
