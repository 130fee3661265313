package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.identity.Caller;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * For whom the catalogue is read.
 *
 * @param tenantId the tenant they act in
 * @param partnerId the partner of that tenant
 * @param restriction the only model groups whose models they may see; empty when not restricted
 */
record Audience(String tenantId, String partnerId, Optional<Set<String>> restriction) {

  static Audience of(Caller caller) {
    return new Audience(caller.tenantId(), caller.partner().id(), caller.modelGroups());
  }

  /** All of the tenant that a caller acts in, whatever their key is restricted to. */
  static Audience ofTenant(Caller caller) {
    return new Audience(caller.tenantId(), caller.partner().id(), Optional.empty());
  }

  /** The parameters {@code :tenant, :partner, :unrestricted, :only} of the predicates. */
  Map<String, Object> parameters() {
    var parameters = new HashMap<String, Object>();
    parameters.put("tenant", tenantId);
    parameters.put("partner", partnerId);
    parameters.put("unrestricted", restriction.isEmpty());
    parameters.put("only", restriction.orElse(Set.of()).toArray(String[]::new));
    return parameters;
  }
}
