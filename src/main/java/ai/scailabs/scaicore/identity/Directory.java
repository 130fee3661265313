package ai.scailabs.scaicore.identity;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who there is. Answers from the database, each within the tenant that is named. */
public interface Directory {

  /**
   * A user of the tenant, active or not.
   *
   * @param idOrEmail their id, or their e-mail address in any case
   */
  Optional<User> user(String tenantId, String idOrEmail);

  /** What a user of the tenant may do by their roles, built-in and custom, in that tenant. */
  Set<Permission> permissions(String tenantId, String userId);

  /** A group of the tenant. */
  Optional<Group> group(String tenantId, String id);

  /**
   * The tenant of this id. Fails where there is none: ids of tenants are not taken from callers.
   */
  Tenant tenant(String id);

  Optional<Tenant> tenantBySlug(String slug);

  /** Tenants of the partner, by slug. */
  List<Tenant> tenantsOf(String partnerId);

  /** The partner of this id. Fails where there is none. */
  Partner partner(String id);

  /** Ids of those of these API keys that are in the directory, of whatever tenant, and live. */
  List<String> liveKeys(Collection<String> keys);

  /** Whether a role is built in or one of the tenant's own. */
  boolean roleExists(String tenantId, String role);
}
