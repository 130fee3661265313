package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.Partner;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Tenant;
import ai.scailabs.scaicore.web.Ids;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A world of its own for one test: partner north with the tenants acme and initech, partner south
 * with globex, and one model group for each of them.
 */
final class World {

  final String north = Ids.next("par_");
  final String south = Ids.next("par_");
  final String acme = Ids.next("ten_");
  final String initech = Ids.next("ten_");
  final String globex = Ids.next("ten_");
  final String ofAcme = Ids.next("mg_");
  final String ofInitech = Ids.next("mg_");
  final String ofGlobex = Ids.next("mg_");
  final String ofNorth = Ids.next("mg_");
  final String ofSouth = Ids.next("mg_");
  final String ofAll = Ids.next("mg_");
  private final Catalogue catalogue;

  World(DirectoryWriter directory, Catalogue catalogue) {
    this.catalogue = catalogue;
    directory.add(new Partner(north, north, "North"));
    directory.add(new Partner(south, south, "South"));
    directory.add(new Tenant(acme, north, acme, "Acme", true, null));
    directory.add(new Tenant(initech, north, initech, "Initech", true, null));
    directory.add(new Tenant(globex, south, globex, "Globex", true, null));
    catalogue.addGroup(ofAcme, "Of Acme", GroupScope.TENANT, acme);
    catalogue.addGroup(ofInitech, "Of Initech", GroupScope.TENANT, initech);
    catalogue.addGroup(ofGlobex, "Of Globex", GroupScope.TENANT, globex);
    catalogue.addGroup(ofNorth, "Of North", GroupScope.PARTNER, north);
    catalogue.addGroup(ofSouth, "Of South", GroupScope.PARTNER, south);
    catalogue.addGroup(ofAll, "Of all", GroupScope.GLOBAL, null);
  }

  /** All groups by a name that reads well in a table. */
  Map<String, String> groups() {
    return Map.of(
        "acme", ofAcme,
        "initech", ofInitech,
        "globex", ofGlobex,
        "north", ofNorth,
        "south", ofSouth,
        "global", ofAll);
  }

  /** The group of this name. */
  String group(String name) {
    return Objects.requireNonNull(groups().get(name), name);
  }

  String partnerOf(String tenant) {
    return tenant.equals(globex) ? south : north;
  }

  Caller superAdmin() {
    return caller(globex, Set.of("super_admin"), null, Permission.values());
  }

  /** A super admin of globex who acts in another tenant. */
  Caller superAdminIn(String tenant) {
    return acting(superAdmin(), tenant);
  }

  Caller partnerAdmin() {
    return caller(acme, Set.of("partner_admin"), null, Permission.values());
  }

  Caller tenantAdmin(String tenant) {
    return caller(tenant, Set.of("tenant_admin"), null, Permission.values());
  }

  Caller user(String tenant, Permission... permissions) {
    return caller(tenant, Set.of("tenant_user"), null, permissions);
  }

  Caller restricted(String tenant, String... groups) {
    return caller(tenant, Set.of("tenant_admin"), Set.of(groups), Permission.values());
  }

  Caller restrictedSuperAdmin(String... groups) {
    var admin = caller(globex, Set.of("super_admin"), Set.of(groups), Permission.values());
    return acting(admin, acme);
  }

  Caller acting(Caller caller, String tenant) {
    return new Caller(
        caller.userId(),
        caller.email(),
        new Caller.Named(tenant, tenant),
        new Caller.Named(partnerOf(tenant), partnerOf(tenant)),
        caller.homeTenantId(),
        caller.homePartnerId(),
        caller.roles(),
        caller.customRoles(),
        caller.permissions(),
        caller.groups(),
        caller.modelGroups());
  }

  private Caller caller(
      String tenant, Set<String> roles, @Nullable Set<String> only, Permission... permissions) {
    var partner = partnerOf(tenant);
    return new Caller(
        "usr_1",
        "user@example.org",
        new Caller.Named(tenant, tenant),
        new Caller.Named(partner, partner),
        tenant,
        partner,
        roles,
        Set.of(),
        Set.of(permissions),
        Set.of(),
        Optional.ofNullable(only));
  }

  /** Publishes a model of a tenant into groups. */
  CatalogueEntry publish(String tenant, String... groups) {
    var slug = "scaicore/" + tenant + "/" + Ids.next("");
    var publication =
        catalogue.publish(
            new NewPublication(
                tenant,
                slug,
                "text",
                Map.of("tool_use", true, "streaming", false),
                new Presentation("Greeter", "Says hello.", "You greet.", null, Map.of("a", 1)),
                "scaicore",
                Map.of("core_id", "core_1")));
    catalogue.addToGroups(superAdminIn(tenant), publication.modelId(), Set.of(groups));
    return publication;
  }
}
