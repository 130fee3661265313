package ai.scailabs.scaicore.core;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/** How callers reach a Core. */
public enum RuntimeMode {
  EVENT_DRIVEN("event_driven"),
  INTERACTIVE("interactive"),
  API("api"),
  MODEL("model");

  @EnumeratedValue private final String word;

  RuntimeMode(String word) {
    this.word = word;
  }

  static RuntimeMode of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether events and triggers reach it. Source: the HTTP contract, {@code runtime_mode}. */
  public boolean takesEvents() {
    return this == EVENT_DRIVEN || this == API;
  }

  /** The word of requests, answers and rows. */
  @JsonValue
  public String word() {
    return word;
  }
}
