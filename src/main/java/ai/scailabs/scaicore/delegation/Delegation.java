package ai.scailabs.scaicore.delegation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As whom a Core acts: a user who was delegated to it, or itself.
 *
 * @param active whether it is to act as a user
 * @param userId whom; null where nobody was named
 * @param scopes what it may do as them, each {@code word:word}
 * @param expiresAt null: never
 * @param grantedBy id of the user who granted it
 */
public record Delegation(
    boolean active,
    @Nullable String userId,
    List<String> scopes,
    @Nullable Instant expiresAt,
    @Nullable String grantedBy) {

  /** Of a Core that acts as itself. */
  public static final Delegation NONE = new Delegation(false, null, List.of(), null, null);

  public Delegation {
    scopes = List.copyOf(scopes);
  }

  /** A Core that is to act as a user from now on. */
  static Delegation to(
      String userId, List<String> scopes, @Nullable Instant expiresAt, String grantedBy) {
    return new Delegation(true, userId, scopes, expiresAt, grantedBy);
  }

  /** Within other bounds. */
  Delegation within(List<String> newScopes, @Nullable Instant newExpiry) {
    return new Delegation(active, userId, newScopes, newExpiry, grantedBy);
  }

  /** The user, where it may act as one at that time; null else. */
  public @Nullable String userAt(Instant time) {
    return expiresAt == null || expiresAt.isAfter(time) ? actingUserId() : null;
  }

  /** The user, where it acts as one; null where it acts as itself. */
  public @Nullable String actingUserId() {
    return active ? userId : null;
  }
}
