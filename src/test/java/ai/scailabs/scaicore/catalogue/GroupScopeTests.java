package ai.scailabs.scaicore.catalogue;

import static ai.scailabs.scaicore.identity.Permission.MODELS_MANAGE;
import static ai.scailabs.scaicore.identity.Permission.SCAICORE_MANAGE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.ServerTest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The scope table of {@code seeds/publish-as-model.md}. */
@ServerTest
class GroupScopeTests {

  @Autowired private Catalogue catalogue;
  @Autowired private GroupService groupService;
  @Autowired private DirectoryWriter directory;
  private World world;

  @BeforeEach
  void makeWorld() {
    world = new World(directory, catalogue);
  }

  @ParameterizedTest(name = "{0} may put a model into: {1}")
  @CsvSource({
    "super admin,                     acme global globex initech north south",
    "partner admin,                   acme initech north",
    "partner admin in initech,        acme initech north",
    "tenant admin,                    acme",
    "user with models:manage,         acme",
    "user without it,                 ''",
    "admin with a key for acme,       acme",
    "admin with a key for north,      ''",
    "super admin with a key for all,  global",
  })
  void aCallerPutsModelsIntoGroupsOfTheirScopeAndTheRestIsDropped(String who, String allowed) {
    var caller = caller(who);
    var model = world.publish(caller.tenantId());

    var added = catalogue.addToGroups(caller, model.modelId(), world.groups().values());

    assertThat(added).isEqualTo(membershipsOf(model.slug()));
    assertThat(String.join(" ", names(added))).isEqualTo(allowed);
  }

  @Test
  void unknownGroupsAreDropped() {
    var model = world.publish(world.acme);

    var added =
        catalogue.addToGroups(
            world.superAdminIn(world.acme),
            model.modelId(),
            List.of("mg_nowhere", "", "mg\0", "\ud800", world.ofAcme, world.ofAcme));

    assertThat(names(added)).containsExactly("acme");
  }

  @Test
  void nobodyPutsAModelOfAnotherTenantIntoAGroup() {
    var model = world.publish(world.acme);

    assertThat(
            catalogue.addToGroups(
                world.tenantAdmin(world.globex), model.modelId(), List.of(world.ofGlobex)))
        .isEmpty();
  }

  private Caller caller(String who) {
    return switch (who) {
      case "super admin" -> world.superAdminIn(world.acme);
      case "partner admin" -> world.partnerAdmin();
      case "partner admin in initech" -> world.acting(world.partnerAdmin(), world.initech);
      case "tenant admin" -> world.tenantAdmin(world.acme);
      case "user with models:manage" -> world.user(world.acme, SCAICORE_MANAGE, MODELS_MANAGE);
      case "user without it" -> world.user(world.acme, SCAICORE_MANAGE);
      case "admin with a key for acme" -> world.restricted(world.acme, world.ofAcme);
      case "admin with a key for north" -> world.restricted(world.acme, world.ofNorth);
      case "super admin with a key for all" -> world.restrictedSuperAdmin(world.ofAll);
      default -> throw new IllegalArgumentException(who);
    };
  }

  private Set<String> names(Iterable<String> ids) {
    var names = new TreeSet<String>();
    for (var id : ids) {
      world
          .groups()
          .forEach(
              (name, group) -> {
                if (group.equals(id)) {
                  names.add(name);
                }
              });
    }
    return names;
  }

  private Set<String> membershipsOf(String slug) {
    var ids = new TreeSet<String>();
    for (var id : world.groups().values()) {
      if (groupService.get(world.superAdmin(), id).models().contains(slug)) {
        ids.add(id);
      }
    }
    return ids;
  }
}
