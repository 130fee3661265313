package ai.scailabs.scaicore.identity;

import ai.scailabs.scaicore.identity.Caller.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whom a token speaks for, at home.
 *
 * @param granted what the custom roles permit
 * @param credential id of the API key; for other tokens, of the user
 * @param expiresAt when the token ends; null: never
 * @param goodFor how long it holds before the token must be looked at again, whether or not the
 *     directory changes; null: as long as that does not
 */
record Account(
    String userId,
    String email,
    Named tenant,
    Named partner,
    Set<BuiltInRole> roles,
    Set<String> customRoles,
    Set<Permission> granted,
    Set<String> groups,
    String credential,
    Optional<Set<String>> modelGroups,
    @Nullable Instant expiresAt,
    @Nullable Duration goodFor) {

  /** The account as a token of the identity provider opens it. */
  Account byToken(Set<BuiltInRole> itsRoles, Instant end, Duration trust) {
    return new Account(
        userId,
        email,
        tenant,
        partner,
        itsRoles,
        customRoles,
        granted,
        groups,
        credential,
        modelGroups,
        end,
        trust);
  }

  /** The caller who acts in their own tenant. */
  Caller atHome() {
    return caller(tenant, partner, customRoles, granted, groups);
  }

  /** The caller who acts elsewhere. What their own tenant gave them does not count there. */
  Caller in(Named otherTenant, Named itsPartner) {
    return caller(otherTenant, itsPartner, Set.of(), Set.of(), Set.of());
  }

  private Caller caller(
      Named actingTenant,
      Named actingPartner,
      Set<String> custom,
      Set<Permission> extra,
      Set<String> members) {
    var permissions = EnumSet.noneOf(Permission.class);
    permissions.addAll(extra);
    var words = new TreeSet<String>();
    for (var role : roles) {
      permissions.addAll(role.permissions());
      words.add(role.word());
    }
    return new Caller(
        userId,
        email,
        actingTenant,
        actingPartner,
        tenant.id(),
        partner.id(),
        Set.copyOf(words),
        custom,
        Set.copyOf(permissions),
        members,
        modelGroups);
  }
}
