package ai.scailabs.scaicore.scaiqueue;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** To whom a queue gives a message. */
enum ConsumerMode {
  /** To one consumer. */
  COMPETING,
  /** To every consumer, by name, once. */
  BROADCAST;

  @JsonValue
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ConsumerMode of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
