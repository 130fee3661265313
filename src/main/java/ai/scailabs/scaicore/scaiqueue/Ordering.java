package ai.scailabs.scaicore.scaiqueue;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** In what order a queue gives its messages out. */
enum Ordering {
  /** As they were published. */
  FIFO,
  /** By tier, then as they were published. */
  PRIORITY,
  /** The earliest deadline first, those without one last. */
  DEADLINE;

  @JsonValue
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Ordering of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
