package ai.scailabs.scaicore.core;

/** What was held back while a Core did not run may go on; called after it runs again. */
public interface CoreReleased {
  void released(String tenantId, String coreId);
}
