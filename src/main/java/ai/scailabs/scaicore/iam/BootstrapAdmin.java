package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.KeyRevocation;
import ai.scailabs.scaicore.identity.NewApiKey;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.Paging;
import com.google.re2j.Pattern;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the first super admin of a database that has none with a live key, before the first
 * request: partner and tenant {@code platform}, a user, their role, and the configured API key.
 */
@Component
class BootstrapAdmin implements SmartInitializingSingleton {

  private static final Logger log = LoggerFactory.getLogger(BootstrapAdmin.class);
  private static final Pattern KEY = Pattern.compile("sgk_[A-Za-z0-9_-]{32,}");
  private static final String PLATFORM = "platform";

  private final BootstrapProperties properties;
  private final SuperAdmins superAdmins;
  private final Users users;
  private final KeyRevocation keys;
  private final DirectoryWriter directory;
  private final JdbcClient jdbc;
  private final AuditTrail audit;
  private final TransactionTemplate transactions;

  BootstrapAdmin(
      BootstrapProperties properties,
      SuperAdmins superAdmins,
      Users users,
      KeyRevocation keys,
      DirectoryWriter directory,
      JdbcClient jdbc,
      AuditTrail audit,
      TransactionTemplate transactions) {
    this.properties = properties;
    this.superAdmins = superAdmins;
    this.users = users;
    this.keys = keys;
    this.directory = directory;
    this.jdbc = jdbc;
    this.audit = audit;
    this.transactions = transactions;
  }

  @Override
  public void afterSingletonsInstantiated() {
    var key = properties.adminKey();
    if (key == null || key.isBlank()) {
      return;
    }
    if (!KEY.matches(key)) {
      throw new IllegalStateException(
          "SCAICORE_BOOTSTRAP_ADMIN_KEY must be sgk_ and at least 32 of A-Z, a-z, 0-9, '-' and"
              + " '_'.");
    }
    transactions.executeWithoutResult(status -> make(key));
  }

  private void make(String key) {
    // Of two replicas that start at once, the second sees what the first has made.
    superAdmins.hold();
    if (superAdmins.canAct()) {
      log.info(
          "SCAICORE_BOOTSTRAP_ADMIN_KEY is ignored: there is a super admin with a live key; unset"
              + " it.");
      return;
    }
    var email = new RequestField("scaicore.bootstrap.admin-email", properties.adminEmail()).email();
    boolean newPartner = addPartner();
    var partner = partner();
    var tenant = tenant(partner);
    if (newPartner) {
      audit.record(tenant, "partner.create", partner);
    }
    var user = user(tenant, email);
    keys.revokeMade(tenant, user);
    users.setRoles(tenant, user, List.of(BuiltInRole.SUPER_ADMIN), List.of());
    audit.record(tenant, "user.assign_roles", user);
    var id = Ids.next("key_");
    directory.add(new NewApiKey(id, tenant, user, "bootstrap", key, null, null));
    boolean stored =
        jdbc.sql("select exists (select from scaigrid_api_keys where id = ?)")
            .param(id)
            .query(Boolean.class)
            .single();
    if (!stored) {
      throw new IllegalStateException(
          "SCAICORE_BOOTSTRAP_ADMIN_KEY was used before, and a key comes only once; set another.");
    }
    audit.record(tenant, "api_key.create", id);
    if (!superAdmins.canAct()) {
      throw new IllegalStateException(
          "SCAICORE_BOOTSTRAP_ADMIN_KEY makes no super admin, because tenant %s or user %s is not"
                  .formatted(PLATFORM, email)
              + " active: activate them in the database, or set SCAICORE_BOOTSTRAP_ADMIN_EMAIL to"
              + " another address.");
    }
    log.info(
        "Made the first super admin, {} of tenant {}; revoke their key soon.", email, PLATFORM);
  }

  private boolean addPartner() {
    return jdbc.sql(
                "insert into scaigrid_partners (id, slug, name) values (?, ?, ?) on conflict do"
                    + " nothing")
            .params(Ids.next("par_"), PLATFORM, "Platform")
            .update()
        > 0;
  }

  private String partner() {
    return jdbc.sql("select id from scaigrid_partners where slug = ?")
        .param(PLATFORM)
        .query(String.class)
        .single();
  }

  private String tenant(String partner) {
    int made =
        jdbc.sql(
                """
                insert into scaigrid_tenants (id, partner_id, slug, name) values (?, ?, ?, ?)
                on conflict do nothing\
                """)
            .params(Ids.next("ten_"), partner, PLATFORM, "Platform")
            .update();
    var id =
        jdbc.sql("select id from scaigrid_tenants where slug = ?")
            .param(PLATFORM)
            .query(String.class)
            .single();
    if (made > 0) {
      audit.record(id, "tenant.create", id);
    }
    return id;
  }

  private String user(String tenant, String email) {
    var known = users.list(tenant, email, new Paging(1, null)).items();
    if (!known.isEmpty()) {
      return known.getFirst().id();
    }
    var id = Ids.next("usr_");
    users.add(id, tenant, email, "Administrator");
    audit.record(tenant, "user.create", id);
    return id;
  }
}
