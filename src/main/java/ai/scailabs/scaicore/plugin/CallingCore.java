package ai.scailabs.scaicore.plugin;

/**
 * On whose behalf a server is called.
 *
 * @param environment of the Core as it was when the execution began, JSON text; secrets in it are
 *     masked
 * @param permit asked before each request that begins something; throws what is to end the call
 * @param once whether a call that fails is left at that, however it fails
 */
public record CallingCore(
    String tenantId,
    String coreId,
    String executionId,
    String environment,
    Runnable permit,
    boolean once) {

  /** One whose calls are tried again where that may help. */
  public CallingCore(
      String tenantId, String coreId, String executionId, String environment, Runnable permit) {
    this(tenantId, coreId, executionId, environment, permit, false);
  }
}
