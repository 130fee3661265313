package ai.scailabs.scaicore.execution.log;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How much a line matters. */
public enum LogLevel {
  DEBUG,
  INFO,
  WARN,
  ERROR;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The level of a word that a program says; what is none of them is {@link #DEBUG}. */
  public static LogLevel of(String word) {
    return switch (word) {
      case "error" -> ERROR;
      case "warn" -> WARN;
      case "info" -> INFO;
      default -> DEBUG;
    };
  }
}
