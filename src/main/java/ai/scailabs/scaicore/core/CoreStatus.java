package ai.scailabs.scaicore.core;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/** Where a Core is in its lifecycle. */
public enum CoreStatus {
  CREATED("created"),
  CONFIGURING("configuring"),
  STARTING("starting"),
  RUNNING("running"),
  PAUSED("paused"),
  SUSPENDED("suspended"),
  STOPPING("stopping"),
  STOPPED("stopped"),
  ERROR("error"),
  CRASHED("crashed"),
  RESTARTING("restarting");

  @EnumeratedValue private final String word;

  CoreStatus(String word) {
    this.word = word;
  }

  /** The word of requests, answers and rows. */
  @JsonValue
  public String word() {
    return word;
  }

  /** The constant of a word. */
  static CoreStatus of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
