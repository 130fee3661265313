package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.core.CoreConnections.Connections;
import ai.scailabs.scaicore.engine.BlockFailed;
import ai.scailabs.scaicore.identity.Directory;
import ai.scailabs.scaicore.identity.User;
import ai.scailabs.scaicore.web.ErrorCode;
import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** As whom a Core calls. */
@Component
class ActingUser {

  private final Directory directory;
  private final Clock clock;

  ActingUser(Directory directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * The user that a Core acts as; empty for one that acts as itself.
   *
   * @throws BlockFailed where it may not act as them any more
   */
  Optional<User> of(String tenantId, Connections connections) {
    if (!connections.delegated()) {
      return Optional.empty();
    }
    if (connections.userId() == null) {
      throw new BlockFailed(
          ErrorCode.DELEGATION_NOT_ACTIVE.name(),
          "this Core is to act as a user, and nobody has delegated their identity to it; delegate"
              + " one, or set identity_mode to something else than user_delegated");
    }
    var end = connections.delegationEndsAt();
    if (end != null && !end.isAfter(clock.instant())) {
      throw new BlockFailed(
          ErrorCode.DELEGATION_EXPIRED.name(),
          "the delegation to this Core expired at " + end + "; renew or revoke it");
    }
    var user =
        Optional.ofNullable(connections.userId())
            .flatMap(id -> directory.user(tenantId, id))
            .filter(User::active);
    if (user.isEmpty()) {
      throw new BlockFailed(
          ErrorCode.DELEGATED_USER_NOT_FOUND.name(),
          "the user whose identity is delegated to this Core is missing or inactive; delegate"
              + " another user's, or revoke the delegation");
    }
    return user;
  }
}
