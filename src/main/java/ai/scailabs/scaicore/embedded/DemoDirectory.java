package ai.scailabs.scaicore.embedded;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.CustomRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.Group;
import ai.scailabs.scaicore.identity.NewApiKey;
import ai.scailabs.scaicore.identity.Partner;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Tenant;
import ai.scailabs.scaicore.identity.User;
import java.util.Set;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/**
 * Fills the directory with {@link DemoUser}s, their tenants and roles, before the first request.
 * What is there already stays as it is.
 */
@Component
@ConditionalOnBooleanProperty("scaicore.demo")
class DemoDirectory implements SmartInitializingSingleton {

  private static final Group FINANCE = new Group("grp_finance", "ten_acme", "Finance");
  private static final CustomRole REVIEWER =
      new CustomRole(
          "role_reviewer",
          "ten_acme",
          "reviewer",
          Set.of(Permission.SCAICORE_VIEW, Permission.SCAICORE_CHECKPOINT_RESOLVE));
  private static final CustomRole OPERATOR =
      new CustomRole(
          "role_operator",
          "ten_acme",
          "operator",
          Set.of(Permission.SCAICORE_VIEW, Permission.SCAICORE_MANAGE));

  private final DirectoryWriter directory;

  DemoDirectory(DirectoryWriter directory) {
    this.directory = directory;
  }

  @Override
  public void afterSingletonsInstantiated() {
    directory.add(new Partner("par_north", "north", "North"));
    directory.add(new Partner("par_south", "south", "South"));
    directory.add(new Tenant("ten_acme", "par_north", "acme", "Acme", true, null));
    directory.add(new Tenant("ten_initech", "par_north", "initech", "Initech", true, null));
    directory.add(new Tenant("ten_globex", "par_south", "globex", "Globex", true, null));
    directory.add(FINANCE);
    directory.add(REVIEWER);
    directory.add(OPERATOR);
    for (var user : DemoUser.values()) {
      add(user);
    }
    directory.addMember(FINANCE, DemoUser.REVIEWER.id());
    directory.grant(REVIEWER, DemoUser.REVIEWER.id());
    directory.grant(OPERATOR, DemoUser.OPERATOR.id());
  }

  private void add(DemoUser user) {
    directory.add(
        new User(user.id(), user.tenantId(), user.email(), user.displayName(), true),
        Set.of(user.role()));
    directory.add(
        new NewApiKey(user.keyId(), user.tenantId(), user.id(), "demo", user.key(), null, null));
  }

  /** A user of the demo directory, and the key they call with. */
  enum DemoUser {
    ROOT("root@acme", BuiltInRole.SUPER_ADMIN, "sgk_local_super_admin_00000000000000000000"),
    PARTNER_ADMIN(
        "partner-admin@acme",
        BuiltInRole.PARTNER_ADMIN,
        "sgk_local_partner_admin_000000000000000000"),
    ADMIN("admin@acme", BuiltInRole.TENANT_ADMIN, "sgk_local_tenant_admin_0000000000000000000"),
    USER("user@acme", BuiltInRole.TENANT_USER, "sgk_local_tenant_user_00000000000000000000"),
    VIEWER("viewer@acme", BuiltInRole.TENANT_VIEWER, "sgk_local_tenant_viewer_000000000000000000"),
    REVIEWER(
        "reviewer@acme", BuiltInRole.TENANT_USER, "sgk_local_reviewer_00000000000000000000000"),
    OPERATOR(
        "operator@acme", BuiltInRole.TENANT_USER, "sgk_local_operator_00000000000000000000000"),
    GLOBEX_ADMIN(
        "admin@globex", BuiltInRole.TENANT_ADMIN, "sgk_local_globex_admin_0000000000000000000");

    private final String email;
    private final BuiltInRole role;
    private final String key;

    DemoUser(String email, BuiltInRole role, String key) {
      this.email = email;
      this.role = role;
      this.key = key;
    }

    String email() {
      return email;
    }

    BuiltInRole role() {
      return role;
    }

    String key() {
      return key;
    }

    /** Such as {@code usr_acme_partner_admin}. */
    String id() {
      return "usr_" + suffix();
    }

    String keyId() {
      return "key_" + suffix();
    }

    String tenantId() {
      return "ten_" + tenant();
    }

    String displayName() {
      return email.substring(0, email.indexOf('@'));
    }

    private String tenant() {
      return email.substring(email.indexOf('@') + 1);
    }

    private String suffix() {
      return tenant() + "_" + displayName().replace('-', '_');
    }
  }
}
