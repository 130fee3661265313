package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.identity.Caller;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whom a checkpoint is for.
 *
 * @param raw as the program said it; null when it named nobody
 * @param value user id, group id or role name; empty when unrouted
 * @param display how people know them
 */
public record Assignee(@Nullable String raw, Kind kind, String value, String display) {

  /** What kind of assignee it is. */
  public enum Kind {
    USER,
    GROUP,
    ROLE,
    DELEGATED_USER,
    UNROUTED;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  static Assignee unrouted(@Nullable String raw) {
    return new Assignee(raw, Kind.UNROUTED, "", "tenant admins");
  }

  /** Whether a caller is the assignee, in its group, holds its role, or administers the tenant. */
  boolean includes(Caller caller) {
    return caller.administersTenant()
        || switch (kind) {
          case USER, DELEGATED_USER -> value.equals(caller.userId());
          case GROUP -> caller.groups().contains(value);
          case ROLE -> caller.holdsRole(value);
          case UNROUTED -> false;
        };
  }

  /**
   * For whom somebody decides who is not the assignee in person, as in {@code role:reviewer}; null
   * where they are, or where it is for nobody.
   *
   * @param userId null: the clock decides
   */
  @Nullable String inWhosePlace(@Nullable String userId) {
    return switch (kind) {
      case USER, DELEGATED_USER -> value.equals(userId) ? null : "user:" + value;
      case GROUP -> "group:" + value;
      case ROLE -> "role:" + value;
      case UNROUTED -> null;
    };
  }

  /** As people name it: as it was said, else as it is known. */
  String named() {
    return raw == null ? display : raw;
  }
}
