package ai.scailabs.scaicore.checkpoint;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** Tells everybody who wants to know what becomes of checkpoints; where nobody does, nobody. */
@Component
class Notices {

  // Looked up late: whoever listens may want beans of this package.
  private final SingletonSupplier<List<CheckpointNotices>> listeners;

  Notices(ObjectProvider<CheckpointNotices> listeners) {
    this.listeners = SingletonSupplier.of(() -> listeners.orderedStream().toList());
  }

  /** In the transaction that makes the change. */
  void note(Checkpoint checkpoint, CheckpointNotices.Why why) {
    listeners.obtain().forEach(listener -> listener.note(checkpoint, why));
  }
}
