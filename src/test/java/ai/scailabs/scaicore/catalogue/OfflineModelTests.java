package ai.scailabs.scaicore.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Paging;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.util.unit.DataSize;

@ServerTest
class OfflineModelTests {

  @Autowired private Catalogue catalogue;
  @Autowired private GroupService groupService;
  @Autowired private DirectoryWriter directory;
  @Autowired private JdbcClient jdbc;
  @Autowired private Json json;
  @Autowired private TransactionOperations transaction;
  private World world;

  @BeforeEach
  void makeWorld() {
    world = new World(directory, catalogue);
  }

  @AfterEach
  void switchOn() {
    start(true);
  }

  @Test
  void theModelIsThereOnceHoweverOftenTheServiceStarts() {
    start(true);
    start(true);

    assertThat(
            catalogue
                .models(world.user(world.acme), new Paging(200, null))
                .map(DatedModel::model)
                .items())
        .filteredOn(model -> model.slug().equals("offline/echo"))
        .hasSize(1);
  }

  @Test
  void whereItsSwitchIsOffTheModelIsOutOfSightForEverybody() {
    jdbc.sql(
            """
            insert into scaigrid_model_group_members (group_id, model_id, model_created_at)
            select ?, id, created_at from scaigrid_frontend_models where slug = 'offline/echo'
            """)
        .param(world.ofAll)
        .update();
    start(false);

    for (var caller : Set.of(world.user(world.acme), world.superAdmin())) {
      assertThat(catalogue.route(caller, "offline/echo")).isEmpty();
      assertThat(groupService.get(caller, world.ofAll).models()).isEmpty();
    }
    start(true);
    assertThat(groupService.get(world.superAdmin(), world.ofAll).models())
        .containsExactly("offline/echo");
  }

  private void start(boolean offline) {
    new OfflineModel(settings(offline), jdbc, json, transaction).afterSingletonsInstantiated();
  }

  private static ModelSettings settings(boolean offline) {
    return new ModelSettings(
        offline,
        List.of(),
        false,
        Duration.ofSeconds(60),
        Duration.ofSeconds(5),
        10,
        10,
        DataSize.ofMegabytes(1));
  }
}
