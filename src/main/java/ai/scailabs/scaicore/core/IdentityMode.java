package ai.scailabs.scaicore.core;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;

/** Who a Core acts as. */
public enum IdentityMode {
  SERVICE_ACCOUNT("service_account"),
  USER_DELEGATED("user_delegated");

  @EnumeratedValue private final String word;

  IdentityMode(String word) {
    this.word = word;
  }

  /** The word of requests, answers and rows. */
  @JsonValue
  public String word() {
    return word;
  }
}
