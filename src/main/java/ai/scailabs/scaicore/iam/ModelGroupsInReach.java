package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.identity.Caller;
import java.util.Collection;
import java.util.Set;

/** What the catalogue, which is above, knows of model groups. */
public interface ModelGroupsInReach {

  /** Those of the ids that are model groups which the caller sees. */
  Set<String> seen(Caller caller, Collection<String> ids);

  /** Those of the ids that are model groups which cover the tenant. */
  Set<String> covering(String tenantId, Collection<String> ids);
}
