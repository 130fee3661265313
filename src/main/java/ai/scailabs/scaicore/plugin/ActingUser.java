package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.core.CoreConnections;
import ai.scailabs.scaicore.delegation.ActingUsers;
import ai.scailabs.scaicore.delegation.Delegation;
import ai.scailabs.scaicore.delegation.DelegationRefused;
import ai.scailabs.scaicore.delegation.DelegationTokens;
import ai.scailabs.scaicore.engine.BlockFailed;
import ai.scailabs.scaicore.identity.User;
import ai.scailabs.scaicore.plugin.CallFailed.Kind;
import ai.scailabs.scaicore.secrets.SecretNotOpened;
import ai.scailabs.scaicore.web.ErrorCode;
import java.net.URI;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** As whom a Core calls, and how the server is told. */
@Component
class ActingUser {

  private final CoreConnections connections;
  private final ActingUsers users;
  private final DelegationTokens tokens;

  ActingUser(CoreConnections connections, ActingUsers users, DelegationTokens tokens) {
    this.connections = connections;
    this.users = users;
    this.tokens = tokens;
  }

  /**
   * The user that a Core acts as; empty for one that acts as itself.
   *
   * @throws BlockFailed where it may not act as them any more
   */
  Optional<User> of(String tenantId, Delegation delegation) {
    try {
      return users.of(tenantId, delegation);
    } catch (DelegationRefused e) {
      throw new BlockFailed(e.code().name(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * A token for a server, by which it knows who calls as whom.
   *
   * @param user as whom the call began
   * @throws BlockFailed where the Core may not act as them any more
   */
  String token(CallingCore core, User user, URI server) throws CallFailed {
    var delegation = connections.get(core.tenantId(), core.coreId()).delegation();
    var now = of(core.tenantId(), delegation).filter(one -> one.id().equals(user.id()));
    if (now.isEmpty()) {
      throw new BlockFailed(
          ErrorCode.DELEGATION_NOT_ACTIVE.name(),
          "The delegation that the call began with was revoked, or replaced by another user's.");
    }
    try {
      return tokens.issue(core.coreId(), delegation, now.get(), server);
    } catch (SecretNotOpened e) {
      throw CallFailed.lasting(
          Kind.ERROR,
          "was not called, as the token of the delegation cannot be signed: " + e.getMessage());
    }
  }
}
