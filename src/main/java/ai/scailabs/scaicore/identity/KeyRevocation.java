package ai.scailabs.scaicore.identity;

import java.util.List;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Revokes keys that somebody else may have, where a user comes to hold more than when they were
 * made: nobody acts with what was never given to them. Each is in the audit.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class KeyRevocation {

  private final JdbcClient jdbc;
  private final AuditTrail audit;

  KeyRevocation(JdbcClient jdbc, AuditTrail audit) {
    this.jdbc = jdbc;
    this.audit = audit;
  }

  private record Made(String id, String maker) {}

  /** All live keys of a user that somebody made, the user included. */
  public void revokeMade(String tenantId, String userId) {
    made(tenantId, userId).forEach(key -> revoke(tenantId, key));
  }

  /**
   * The live keys of a user that others made.
   *
   * @param makers ids of the users whose keys are to go
   */
  public void revokeOthers(String tenantId, String userId, Predicate<String> makers) {
    made(tenantId, userId).stream()
        .filter(key -> !key.maker().equals(userId) && makers.test(key.maker()))
        .forEach(key -> revoke(tenantId, key));
  }

  /** Keys without a maker are the service's own: of its configuration. */
  private List<Made> made(String tenantId, String userId) {
    return jdbc.sql(
            """
            select id, created_by from scaigrid_api_keys
            where tenant_id = ? and user_id = ? and revoked_at is null and created_by is not null
            order by id for update\
            """)
        .params(tenantId, userId)
        .query((row, n) -> new Made(row.getString(1), row.getString(2)))
        .list();
  }

  private void revoke(String tenantId, Made key) {
    jdbc.sql("update scaigrid_api_keys set revoked_at = now() where tenant_id = ? and id = ?")
        .params(tenantId, key.id())
        .update();
    audit.record(tenantId, "api_key.revoke", key.id());
  }
}
