package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.identity.Caller;
import java.util.Map;

/**
 * How far a caller's roles reach among the model groups {@code g}, as SQL. A caller whose key is
 * restricted reaches no group outside the restriction.
 */
final class GroupReach {

  private static final String ALLOWED = "(:unrestricted or g.id = any(:only))";

  /** Groups that the caller administers by a role above a tenant. */
  private static final String ADMINISTERED =
      """
      (:super_admin
        or :partner_admin and (
          g.scope = 'partner' and g.scope_id = :home_partner
          or g.scope = 'tenant' and g.scope_id in (
            select t.id from scaigrid_tenants t where t.partner_id = :home_partner)))
      """;

  /**
   * Groups that the caller sees: those that cover the tenant they act in, or that they administer.
   */
  static final String SEEN =
      "((%s) or %s and %s)".formatted(VisibleModels.COVERED, ADMINISTERED, ALLOWED);

  /** Groups that the caller may write: the scope table of {@code seeds/publish-as-model.md}. */
  static final String WRITABLE =
      "((%s or g.scope = 'tenant' and g.scope_id = :home_tenant) and %s)"
          .formatted(ADMINISTERED, ALLOWED);

  private GroupReach() {}

  /** The parameters of the predicates. */
  static Map<String, Object> parameters(Caller caller) {
    var parameters = Audience.of(caller).parameters();
    parameters.put("super_admin", caller.isSuperAdmin());
    parameters.put("partner_admin", caller.isPartnerAdmin());
    parameters.put("home_partner", caller.homePartnerId());
    parameters.put("home_tenant", caller.homeTenantId());
    return parameters;
  }
}
