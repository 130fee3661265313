package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Directory;
import ai.scailabs.scaicore.identity.User;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * Who may do something to a checkpoint. Source: the HTTP contract, "Permissions"; one that is
 * claimed is its holder's, and the admins'.
 */
@Component
class Rights {

  private final Directory directory;

  Rights(Directory directory) {
    this.directory = directory;
  }

  /** That the caller is the assignee, in its group, holder of its role, or an admin. */
  void requireAssigned(Caller caller, Checkpoint checkpoint) {
    if (!checkpoint.assignee().includes(caller)) {
      throw new ApiException(
          ErrorCode.AUTHZ_PERMISSION_DENIED,
          "This checkpoint is for "
              + checkpoint.assignee().display()
              + ", not for you; a tenant admin can answer or reassign it.");
    }
  }

  /** That it is open; else tells who closed it. */
  void requirePending(Checkpoint checkpoint) {
    if (checkpoint.status() != Checkpoint.Status.PENDING) {
      var user = checkpoint.resolvedBy();
      throw new CheckpointAlreadyResolved(checkpoint, user == null ? "" : name(checkpoint, user));
    }
  }

  /** That nobody else has claimed it, or the caller is an admin. */
  void requireHeld(Caller caller, Checkpoint checkpoint, Instant now) {
    var holder = checkpoint.claimedBy();
    if (holder != null
        && checkpoint.isClaimed(now)
        && !holder.equals(caller.userId())
        && !caller.administersTenant()) {
      throw new ApiException(
          ErrorCode.AUTHZ_PERMISSION_DENIED,
          "%s has claimed this checkpoint until %s; they or a tenant admin can answer, reassign or"
                  .formatted(name(checkpoint, holder), checkpoint.claimExpiresAt())
              + " release it.");
    }
  }

  /** A user as people know them. */
  String name(Checkpoint checkpoint, String userId) {
    return directory.user(checkpoint.tenantId(), userId).map(User::email).orElse(userId);
  }
}
