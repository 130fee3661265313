package ai.scailabs.scaicore.iam;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Those who administer the whole service. One who can act is always left. */
@Component
class SuperAdmins {

  private static final long LOCK = 0x5343_4149_5355_5052L;

  private final JdbcClient jdbc;

  SuperAdmins(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Keeps others from changing who they are until the transaction ends. */
  @Transactional(propagation = Propagation.MANDATORY)
  void hold() {
    jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query().singleRow();
  }

  /**
   * Whether one is active in an active tenant and has a live key. Without a key they cannot act:
   * tokens of the identity provider make nobody a super admin.
   */
  boolean canAct() {
    return jdbc.sql(
            """
            select exists (
              select from scaigrid_user_roles r
              join scaigrid_users u on u.tenant_id = r.tenant_id and u.id = r.user_id
              join scaigrid_tenants t on t.id = r.tenant_id
              join scaigrid_api_keys k on k.tenant_id = r.tenant_id and k.user_id = r.user_id
              where r.role = 'super_admin' and u.active and t.status = 'active'
                and k.revoked_at is null and (k.expires_at is null or k.expires_at > now()))\
            """)
        .query(Boolean.class)
        .single();
  }

  boolean liveIn(String tenantId) {
    return jdbc.sql(
            """
            select exists (
              select from scaigrid_user_roles where tenant_id = ? and role = 'super_admin')\
            """)
        .param(tenantId)
        .query(Boolean.class)
        .single();
  }

  /**
   * Fails where a change just made, in the surrounding transaction and under {@link #hold}, left
   * none who can act.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  void requireOne() {
    if (!canAct()) {
      throw new LastSuperAdmin();
    }
  }
}
