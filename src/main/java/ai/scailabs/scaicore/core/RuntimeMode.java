package ai.scailabs.scaicore.core;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;

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

  /** The word of requests, answers and rows. */
  @JsonValue
  public String word() {
    return word;
  }
}
