package ai.scailabs.scaicore.core;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/** How the instances of a Core are kept apart. */
public enum ConcurrencyMode {
  STATELESS("stateless"),
  ENTITY("entity"),
  SINGLETON("singleton");

  @EnumeratedValue private final String word;

  ConcurrencyMode(String word) {
    this.word = word;
  }

  /** The word of requests, answers and rows. */
  @JsonValue
  public String word() {
    return word;
  }

  /** The constant of a word. */
  public static ConcurrencyMode of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
