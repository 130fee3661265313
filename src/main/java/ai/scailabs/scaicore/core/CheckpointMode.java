package ai.scailabs.scaicore.core;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/** Which checkpoints become rows of the inbox. */
public enum CheckpointMode {
  AUTO("auto"),
  VISUAL_QUEUE("visual_queue"),
  ROUTED("routed");

  @EnumeratedValue private final String word;

  CheckpointMode(String word) {
    this.word = word;
  }

  /** The word of requests, answers and rows. */
  @JsonValue
  public String word() {
    return word;
  }

  /** The constant of a word. */
  static CheckpointMode of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
