package ai.scailabs.scaicore.notification;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** By what people can be told. */
enum Channel {
  /** A line of this service's log; always on. */
  LOG,
  WEBHOOK,
  MAIL;

  @JsonValue
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Channel of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
