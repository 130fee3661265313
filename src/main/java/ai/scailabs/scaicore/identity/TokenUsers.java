package ai.scailabs.scaicore.identity;

import java.util.Optional;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds the user that a token speaks for, provisioned at first sight. Writes only where the token
 * says something new, and a token that is older than what is known says nothing new: two tokens of
 * one user that differ do not undo each other's changes for as long as both are used.
 */
@Component
class TokenUsers {

  private final JdbcClient jdbc;
  private final Provisioning provisioning;
  private final Accounts accounts;

  TokenUsers(JdbcClient jdbc, Provisioning provisioning, Accounts accounts) {
    this.jdbc = jdbc;
    this.provisioning = provisioning;
    this.accounts = accounts;
  }

  /** Empty where the tenant is unknown, suspended or another partner's, or the user inactive. */
  Optional<Account> account(TokenClaims claims) {
    if (!isOfTheTenant(claims)) {
      return Optional.empty();
    }
    var known = provisioning.find(claims);
    if (known.isEmpty() || (known.get().active() && known.get().learnsFrom(claims))) {
      provision(claims);
    }
    return accounts.ofSubject(claims.tenantId(), claims.subject());
  }

  private void provision(TokenClaims claims) {
    try {
      provisioning.provision(claims);
    } catch (DataIntegrityViolationException e) {
      // Somebody took the address, or removed a group, meanwhile; the second look sees it.
      provisioning.provision(claims);
    }
  }

  private boolean isOfTheTenant(TokenClaims claims) {
    return jdbc.sql(
            """
            select exists (
              select from scaigrid_tenants
              where id = :tenant and status = 'active'
                and (cast(:partner as text) is null or partner_id = :partner))""")
        .param("tenant", claims.tenantId())
        .param("partner", claims.partnerId())
        .query(Boolean.class)
        .single();
  }
}
