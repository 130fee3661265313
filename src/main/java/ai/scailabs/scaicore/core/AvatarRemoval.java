package ai.scailabs.scaicore.core;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Removes the avatar of a deleted Core, once the deletion is committed. */
@Component
class AvatarRemoval implements CoreDeletion {

  private final Avatars avatars;

  AvatarRemoval(Avatars avatars) {
    this.avatars = avatars;
  }

  // Also where the row tells of no avatar: an upload that failed may have left one.
  @Override
  public void deleting(Core core) {
    var tenantId = core.tenantId();
    var coreId = core.id();
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            avatars.discard(tenantId, coreId);
          }
        });
  }
}
