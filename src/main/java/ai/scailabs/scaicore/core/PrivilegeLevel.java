package ai.scailabs.scaicore.core;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/**
 * What a Core's program may reach: its own plugins; Cores of the tenant; Cores of other tenants.
 */
public enum PrivilegeLevel {
  STANDARD("standard"),
  ELEVATED("elevated"),
  ADMIN("admin");

  @EnumeratedValue private final String word;

  PrivilegeLevel(String word) {
    this.word = word;
  }

  static PrivilegeLevel of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** The word of requests, answers and rows. */
  @JsonValue
  public String word() {
    return word;
  }
}
