package ai.scailabs.scaicore.testing;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.CustomRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.Group;
import ai.scailabs.scaicore.identity.NewApiKey;
import ai.scailabs.scaicore.identity.Partner;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Tenant;
import ai.scailabs.scaicore.identity.User;
import ai.scailabs.scaicore.web.Ids;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A partner of its own with tenants, users and keys, for one test. */
public final class Town {

  private final DirectoryWriter writer;
  private final Partner partner;

  public Town(DirectoryWriter writer) {
    this.writer = writer;
    partner = new Partner(Ids.next("par_"), slug(), "Town");
    writer.add(partner);
  }

  public Partner partner() {
    return partner;
  }

  public Tenant tenant() {
    return tenant(true);
  }

  public Tenant tenant(boolean active) {
    var tenant = new Tenant(Ids.next("ten_"), partner.id(), slug(), "Tenant", active, null);
    writer.add(tenant);
    return tenant;
  }

  public User user(Tenant tenant, BuiltInRole... roles) {
    return user(tenant, true, roles);
  }

  public User user(Tenant tenant, boolean active, BuiltInRole... roles) {
    var id = Ids.next("usr_");
    var user = new User(id, tenant.id(), id + "@" + tenant.slug(), "Someone", active);
    writer.add(user, Set.of(roles));
    return user;
  }

  /** A user as the admin that they are in their tenant, for what is called without a request. */
  public Caller admin(Tenant tenant, User user) {
    return new Caller(
        user.id(),
        user.email(),
        new Caller.Named(tenant.id(), tenant.slug()),
        new Caller.Named(partner.id(), partner.slug()),
        tenant.id(),
        partner.id(),
        Set.of("tenant_admin"),
        Set.of(),
        Set.of(),
        Set.of(),
        Optional.empty());
  }

  public String key(User user) {
    return key(user, null, null);
  }

  public String key(User user, @Nullable Instant expiresAt, @Nullable Set<String> modelGroups) {
    var key = Ids.next("sgk_") + Ids.next("");
    writer.add(
        new NewApiKey(
            Ids.next("key_"), user.tenantId(), user.id(), "test", key, expiresAt, modelGroups));
    return key;
  }

  /** The key of a new user of a new tenant. */
  public String keyOf(BuiltInRole... roles) {
    return key(user(tenant(), roles));
  }

  /** Gives a user a new custom role, and answers its name. */
  public String role(User user, Permission... permissions) {
    var id = Ids.next("role_");
    var role = new CustomRole(id, user.tenantId(), "custom-" + id, Set.of(permissions));
    writer.add(role);
    writer.grant(role, user.id());
    return role.name();
  }

  /** Puts a user into a new group, and answers its id. */
  public String group(User user) {
    var id = Ids.next("grp_");
    var group = new Group(id, user.tenantId(), "Group " + id);
    writer.add(group);
    writer.addMember(group, user.id());
    return id;
  }

  private static String slug() {
    return Ids.next("s-");
  }
}
