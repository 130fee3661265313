package ai.scailabs.scaicore.execution.value;

import ai.scailabs.scaicore.core.Core;
import ai.scailabs.scaicore.core.CoreDeletion;
import ai.scailabs.scaicore.storage.ObjectKey;
import ai.scailabs.scaicore.storage.ObjectStore;
import ai.scailabs.scaicore.storage.StorageFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Removes objects that nobody needs: of deleted Cores, of executions that are gone, of values that
 * were replaced. What the store does not remove now is tried again.
 */
@Component
class ObjectRemoval implements CoreDeletion {

  private static final Logger log = LoggerFactory.getLogger(ObjectRemoval.class);

  private static final int BATCH = 100;

  private final StoredObjects objects;
  private final ObjectStore store;

  ObjectRemoval(StoredObjects objects, ObjectStore store) {
    this.objects = objects;
    this.store = store;
  }

  @Override
  public void deleting(Core core) {
    objects.doomCore(core.tenantId(), core.id());
  }

  @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
  void removeDoomed() {
    int taken;
    do {
      var keys = objects.takeDoomed(BATCH);
      taken = keys.size();
      for (var key : keys) {
        try {
          store.delete(new ObjectKey(key));
        } catch (StorageFailed e) {
          log.warn("object store: {} is not needed any more; its removal is tried again", key);
          return;
        }
        objects.forget(key);
      }
    } while (taken == BATCH);
  }

  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT20M")
  void findLost() {
    objects.doomLost();
  }
}
