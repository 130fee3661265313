package ai.scailabs.scaicore.identity;

import ai.scailabs.scaicore.web.Ids;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A partner of its own with tenants, users and keys, for one test. */
final class Town {

  private final DirectoryWriter writer;
  private final Partner partner;

  Town(DirectoryWriter writer) {
    this.writer = writer;
    partner = new Partner(Ids.next("par_"), slug(), "Town");
    writer.add(partner);
  }

  Partner partner() {
    return partner;
  }

  Tenant tenant() {
    return tenant(true);
  }

  Tenant tenant(boolean active) {
    var tenant = new Tenant(Ids.next("ten_"), partner.id(), slug(), "Tenant", active, null);
    writer.add(tenant);
    return tenant;
  }

  User user(Tenant tenant, BuiltInRole... roles) {
    return user(tenant, true, roles);
  }

  User user(Tenant tenant, boolean active, BuiltInRole... roles) {
    var id = Ids.next("usr_");
    var user = new User(id, tenant.id(), id + "@" + tenant.slug(), "Someone", active);
    writer.add(user, Set.of(roles));
    return user;
  }

  String key(User user) {
    return key(user, null, null);
  }

  String key(User user, @Nullable Instant expiresAt, @Nullable Set<String> modelGroups) {
    var key = Ids.next("sgk_") + Ids.next("");
    writer.add(
        new NewApiKey(
            Ids.next("key_"), user.tenantId(), user.id(), "test", key, expiresAt, modelGroups));
    return key;
  }

  /** The key of a new user of a new tenant. */
  String keyOf(BuiltInRole... roles) {
    return key(user(tenant(), roles));
  }

  static String slug() {
    return Ids.next("s-");
  }
}
