package ai.scailabs.scaicore.iam;

/** What has to follow, in the same transaction, when a tenant is suspended. */
public interface TenantSuspension {
  void suspended(String tenantId);
}
