package ai.scailabs.scaicore.identity;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** A permission by the word that stands in roles and messages. */
public enum Permission {
  SCAICORE_VIEW("scaicore:view"),
  SCAICORE_MANAGE("scaicore:manage"),
  SCAICORE_CHECKPOINT_RESOLVE("scaicore:checkpoint_resolve"),
  SCAICORE_DELEGATE("scaicore:delegate"),
  SCAICORE_DEBUG("scaicore:debug"),
  SCAICORE_ADMIN("scaicore:admin"),
  MODELS_LIST("models:list"),
  MODELS_USE("models:use"),
  MODELS_MANAGE("models:manage"),
  SCAIQUEUE_VIEW("scaiqueue:view"),
  SCAIQUEUE_PUBLISH("scaiqueue:publish"),
  SCAIQUEUE_CONSUME("scaiqueue:consume"),
  SCAIQUEUE_MANAGE("scaiqueue:manage"),
  USERS_MANAGE("users:manage"),
  API_KEYS_MANAGE("api_keys:manage"),
  AUDIT_VIEW("audit:view");

  private final String word;

  Permission(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /** Whether {@link #SCAICORE_ADMIN} includes it. */
  boolean isOfScaiCore() {
    return word.startsWith("scaicore:");
  }

  /** Whether a set of permissions includes it; {@code scaicore:admin} includes its own kind. */
  public boolean isIn(Set<Permission> held) {
    return held.contains(this) || (isOfScaiCore() && held.contains(SCAICORE_ADMIN));
  }

  /** The permission of this word. */
  public static Optional<Permission> of(String word) {
    return Arrays.stream(values()).filter(p -> p.word.equals(word)).findFirst();
  }
}
