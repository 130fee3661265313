package ai.scailabs.scaicore.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Paging;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServerTest
class PublicationTests {

  @Autowired private Catalogue catalogue;
  @Autowired private GroupService groupService;
  @Autowired private DirectoryWriter directory;
  @Autowired private JdbcClient jdbc;
  private World world;

  @BeforeEach
  void makeWorld() {
    world = new World(directory, catalogue);
  }

  @Test
  void aSlugIsTakenOnce() {
    var first = world.publish(world.acme);
    var again =
        new NewPublication(
            world.acme,
            first.slug(),
            "text",
            Map.of(),
            presentation("Other"),
            "scaicore",
            Map.of());

    assertThatThrownBy(() -> catalogue.publish(again)).isInstanceOf(SlugTaken.class);
    assertThat(
            catalogue
                .models(world.user(world.acme), new Paging(200, null))
                .map(DatedModel::model)
                .items())
        .extracting(Model::displayName)
        .doesNotContain("Other");
  }

  @Test
  void updatingRewritesHowAModelPresentsItselfInItsOwnTenantOnly() {
    var model = world.publish(world.acme);
    var metadata = new LinkedHashMap<String, Object>();
    metadata.put("zebra", "\0");
    metadata.put("ant", 1);

    catalogue.update(
        world.acme,
        model.modelId(),
        new Presentation("Receptionist", null, null, "/avatar", metadata));
    catalogue.update(world.globex, model.modelId(), presentation("Stolen"));

    var seen = catalogue.model(world.user(world.acme), model.slug()).model();
    assertThat(seen.displayName()).isEqualTo("Receptionist");
    assertThat(seen.description()).isNull();
    assertThat(seen.avatarUrl()).isEqualTo("/avatar");
    assertThat(seen.metadata()).containsExactlyEntriesOf(metadata);
    assertThat(seen.capabilities()).containsEntry("tool_use", true);
  }

  @Test
  void removingTakesEverythingAlongInItsOwnTenantOnly() {
    var model = world.publish(world.acme, world.ofAcme, world.ofAll);

    catalogue.remove(world.globex, model);
    assertThat(rowsOf(model)).isEqualTo(5);
    catalogue.remove(world.acme, model);

    assertThat(rowsOf(model)).isZero();
    assertThat(groupService.get(world.user(world.acme), world.ofAcme).models()).isEmpty();
  }

  private int rowsOf(CatalogueEntry model) {
    return jdbc.sql(
            """
            select (select count(*) from scaigrid_frontend_models where id = :model)
              + (select count(*) from scaigrid_backend_models where id = :backend)
              + (select count(*) from scaigrid_model_backends where model_id = :model)
              + (select count(*) from scaigrid_model_group_members where model_id = :model)
            """)
        .param("model", model.modelId())
        .param("backend", model.backendId())
        .query((row, number) -> row.getInt(1))
        .single();
  }

  private static Presentation presentation(String name) {
    return new Presentation(name, null, null, null, Map.of());
  }
}
