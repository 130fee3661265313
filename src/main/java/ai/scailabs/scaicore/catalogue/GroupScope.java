package ai.scailabs.scaicore.catalogue;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** Whom a model group covers: everyone, all tenants of a partner, or one tenant. */
public enum GroupScope {
  GLOBAL("global"),
  PARTNER("partner"),
  TENANT("tenant");

  private final String word;

  GroupScope(String word) {
    this.word = word;
  }

  @JsonValue
  public String word() {
    return word;
  }

  static GroupScope of(String word) {
    return Arrays.stream(values())
        .filter(scope -> scope.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No scope of model groups: " + word));
  }
}
