package ai.scailabs.scaicore.notification;

import ai.scailabs.scaicore.checkpoint.CheckpointNotices.Why;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What people can be told about a checkpoint. */
enum NotifiedEvent {
  CREATED,
  REASSIGNED,
  ESCALATED,
  REMINDER,
  EXPIRED;

  @JsonValue
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static NotifiedEvent of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether people are told of it because they are to answer. */
  boolean asksForAnAnswer() {
    return this != EXPIRED;
  }

  /** What it is called here; empty where nobody is told of it. */
  static Optional<NotifiedEvent> of(Why why) {
    return Arrays.stream(values()).filter(e -> e.name().equals(why.name())).findFirst();
  }
}
