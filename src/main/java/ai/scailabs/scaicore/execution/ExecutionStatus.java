package ai.scailabs.scaicore.execution;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where an execution is. Source: the HTTP contract, "Resources". */
public enum ExecutionStatus {
  QUEUED,
  RUNNING,
  SUSPENDED,
  HELD,
  BREAKPOINT,
  COMPLETED,
  FAILED,
  CANCELLED;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ExecutionStatus of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether it has come as far as it comes without a person. */
  public boolean settled() {
    return ended() || this == SUSPENDED || this == BREAKPOINT;
  }

  /** Whether nothing more will happen to it. */
  public boolean ended() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }
}
