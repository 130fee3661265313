package ai.scailabs.scaicore.delegation;

import ai.scailabs.scaicore.identity.Directory;
import ai.scailabs.scaicore.identity.User;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The users as whom Cores act, looked up anew each time that one does. */
@Component
public class ActingUsers {

  private final Directory directory;
  private final Clock clock;

  ActingUsers(Directory directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * The user as whom a Core acts; empty for one that acts as itself.
   *
   * @throws DelegationRefused where it may not act as them any more
   */
  public Optional<User> of(String tenantId, Delegation delegation) {
    return delegation.active() ? Optional.of(require(tenantId, delegation)) : Optional.empty();
  }

  /**
   * The user as whom a Core acts, where it must act as one.
   *
   * @throws DelegationRefused where there is none, or it may not act as them any more
   */
  public User require(String tenantId, Delegation delegation) {
    var userId = delegation.actingUserId();
    if (userId == null) {
      throw DelegationRefused.notActive();
    }
    var end = delegation.expiresAt();
    if (end != null && !end.isAfter(clock.instant())) {
      throw DelegationRefused.expired(end);
    }
    return active(tenantId, userId);
  }

  /** An active user of the tenant. */
  User active(String tenantId, @Nullable String userId) {
    return Optional.ofNullable(userId)
        .flatMap(id -> directory.user(tenantId, id))
        .filter(User::active)
        .orElseThrow(DelegationRefused::userNotFound);
  }
}
