package ai.scailabs.scaicore.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Paging;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServerTest
class VisibilityTests {

  @Autowired private Catalogue catalogue;
  @Autowired private GroupService groupService;
  @Autowired private DirectoryWriter directory;
  @Autowired private JdbcClient jdbc;
  private World world;

  @BeforeEach
  void makeWorld() {
    world = new World(directory, catalogue);
  }

  /** A model of acme, in one group or none, and who sees it; {@code a/b} is restricted to b. */
  @ParameterizedTest(name = "in group {0}: seen by {1}, not by {2}")
  @CsvSource({
    "none,    acme,                                  initech globex acme/acme acme/global",
    "acme,    acme acme/acme,                        initech globex acme/north initech/acme",
    "initech, acme initech initech/initech,          globex acme/acme acme/initech",
    "globex,  acme globex globex/globex,             initech acme/globex initech/globex",
    "north,   acme initech acme/north initech/north, globex globex/north acme/acme",
    "south,   acme globex globex/south,              initech acme/south initech/south",
    "global,  acme initech globex globex/global,     acme/acme initech/north globex/globex",
  })
  void aModelIsSeenByItsTenantAndByWhomItsGroupsCover(String group, String seenBy, String hidden) {
    var model =
        group.equals("none")
            ? world.publish(world.acme)
            : world.publish(world.acme, world.group(group));

    for (var who : seenBy.split(" ")) {
      assertThat(sees(caller(who), model.slug())).as(who).isTrue();
    }
    for (var who : hidden.split(" ")) {
      assertThat(sees(caller(who), model.slug())).as(who).isFalse();
    }
  }

  @Test
  void aSuperAdminSeesTheModelsOfTheTenantTheyActIn() {
    var ofAcme = world.publish(world.acme);

    assertThat(sees(world.superAdmin(), ofAcme.slug())).isFalse();
    assertThat(sees(world.superAdminIn(world.acme), ofAcme.slug())).isTrue();
  }

  @Test
  void theOfflineModelIsSeenByEveryTenantButNotByARestrictedKey() {
    assertThat(sees(world.user(world.acme), "offline/echo")).isTrue();
    assertThat(sees(world.user(world.globex), "offline/echo")).isTrue();
    assertThat(sees(world.restricted(world.acme, world.ofAcme), "offline/echo")).isFalse();
  }

  @Test
  void aNameThatNothingCanHaveIsNotFound() {
    var caller = world.superAdmin();

    assertThat(sees(caller, "a\0b")).isFalse();
    assertThatThrownBy(() -> groupService.get(caller, "a\0b"))
        .isInstanceOf(ModelGroupNotFound.class);
  }

  @Test
  void aProgramFindsTheModelsOfItsTenant() {
    var model = world.publish(world.acme, world.ofInitech);

    assertThat(catalogue.routeForTenant(world.acme, world.north, model.slug())).isPresent();
    assertThat(catalogue.routeForTenant(world.initech, world.north, model.slug())).isPresent();
    assertThat(catalogue.routeForTenant(world.globex, world.south, model.slug())).isEmpty();
  }

  @Test
  void aRouteLeadsToTheBackEndOfTheModelsOwnTenant() {
    var model = world.publish(world.acme, world.ofGlobex);

    assertThat(catalogue.route(world.user(world.globex), model.slug()))
        .hasValueSatisfying(
            route -> {
              assertThat(route.tenantId()).isEqualTo(world.acme);
              assertThat(route.providerType()).isEqualTo("scaicore");
              assertThat(route.connectionConfig()).containsEntry("core_id", "core_1");
              assertThat(route.can("tool_use")).isTrue();
              assertThat(route.can("streaming")).isFalse();
            });
  }

  @Test
  void aModelInManyGroupsIsListedOnceAndPagesGoOnWhereTheyEnded() {
    var published = new ArrayList<String>();
    for (int i = 0; i < 7; i++) {
      published.addFirst(world.publish(world.acme, world.ofAcme, world.ofNorth).slug());
    }

    assertThat(slugs(world.restricted(world.acme, world.ofAcme, world.ofNorth)))
        .containsExactlyElementsOf(published);
    assertThat(slugs(world.user(world.initech))).containsSubsequence(published);
  }

  @Test
  void aModelThatIsNotActiveIsOutOfSight() {
    var model = world.publish(world.acme, world.ofNorth);
    jdbc.sql("update scaigrid_frontend_models set status = 'inactive' where id = ?")
        .param(model.modelId())
        .update();

    assertThat(sees(world.user(world.acme), model.slug())).isFalse();
    assertThat(sees(world.user(world.initech), model.slug())).isFalse();
    assertThat(groupService.get(world.user(world.acme), world.ofNorth).models()).isEmpty();
  }

  @Test
  void groupsAreSeenByWhomTheyCoverAndByWhoAdministersThem() {
    assertThat(groups(world.user(world.acme))).containsExactlyInAnyOrder("acme", "north", "global");
    assertThat(groups(world.user(world.globex)))
        .containsExactlyInAnyOrder("globex", "south", "global");
    assertThat(groups(world.partnerAdmin()))
        .containsExactlyInAnyOrder("acme", "initech", "north", "global");
    assertThat(groups(world.superAdmin()))
        .containsExactlyInAnyOrderElementsOf(world.groups().keySet());
    assertThat(groups(world.restricted(world.acme, world.ofNorth, world.ofGlobex)))
        .containsExactly("north");
  }

  @Test
  void aGroupNamesItsModels() {
    var model = world.publish(world.acme, world.ofAll);

    assertThat(groupService.get(world.user(world.globex), world.ofAll).models())
        .containsExactly(model.slug());
    assertThatThrownBy(() -> groupService.get(world.user(world.globex), world.ofAcme))
        .isInstanceOf(ModelGroupNotFound.class);
  }

  private Caller caller(String who) {
    var parts = who.split("/");
    var tenant =
        switch (parts[0]) {
          case "acme" -> world.acme;
          case "initech" -> world.initech;
          default -> world.globex;
        };
    return parts.length == 1 ? world.user(tenant) : world.restricted(tenant, world.group(parts[1]));
  }

  /** Whether they see it, on which listing, fetching and dispatching agree. */
  private boolean sees(Caller caller, String slug) {
    var listed = slugs(caller).contains(slug);
    assertThat(catalogue.route(caller, slug).isPresent()).isEqualTo(listed);
    if (listed) {
      assertThat(catalogue.model(caller, slug).model().slug()).isEqualTo(slug);
    } else {
      assertThatThrownBy(() -> catalogue.model(caller, slug)).isInstanceOf(ModelNotFound.class);
    }
    return listed;
  }

  private List<String> slugs(Caller caller) {
    var slugs = new ArrayList<String>();
    var page = catalogue.models(caller, new Paging(2, null)).map(DatedModel::model);
    page.items().forEach(model -> slugs.add(model.slug()));
    while (page.nextCursor() != null) {
      page = catalogue.models(caller, new Paging(2, page.nextCursor())).map(DatedModel::model);
      page.items().forEach(model -> slugs.add(model.slug()));
    }
    return slugs;
  }

  private List<String> groups(Caller caller) {
    var names = new ArrayList<String>();
    world
        .groups()
        .forEach(
            (name, id) -> {
              if (isListed(caller, id)) {
                names.add(name);
              }
            });
    return names;
  }

  private boolean isListed(Caller caller, String id) {
    return groupService.list(caller, new Paging(200, null)).items().stream()
        .anyMatch(group -> group.id().equals(id));
  }
}
