package ai.scailabs.scaicore.identity;

import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user as the directory has them, as far as tokens concern it.
 *
 * @param addressTaken whether the address that the token says is another user's
 * @param learntAt when the token was issued that the directory follows; null: none so far
 * @param roles by tokens
 * @param ownRoles by administrators
 * @param groups names, by tokens
 * @param ownGroups names, by administrators
 */
record Provisioned(
    String id,
    String email,
    boolean addressTaken,
    String displayName,
    boolean active,
    @Nullable Instant learntAt,
    Set<BuiltInRole> roles,
    Set<BuiltInRole> ownRoles,
    Set<String> groups,
    Set<String> ownGroups) {

  /** Whether a token is newer than what is known, and says something else. */
  boolean learnsFrom(TokenClaims claims) {
    return (learntAt == null || claims.issuedAt().isAfter(learntAt)) && !agreesWith(claims);
  }

  private boolean agreesWith(TokenClaims claims) {
    return roles.equals(without(claims.roles(), ownRoles))
        && groups.equals(without(claims.groups(), ownGroups))
        && (addressTaken || email.equals(Objects.requireNonNullElse(claims.email(), email)))
        && displayName.equals(Objects.requireNonNullElse(claims.name(), displayName));
  }

  private static <T> Set<T> without(Set<T> all, Set<T> some) {
    var rest = new HashSet<>(all);
    rest.removeAll(some);
    return rest;
  }
}
