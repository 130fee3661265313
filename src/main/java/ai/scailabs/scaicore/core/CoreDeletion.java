package ai.scailabs.scaicore.core;

/** What has to happen elsewhere, in the same transaction, before a Core's row goes. */
public interface CoreDeletion {
  void deleting(Core core);
}
