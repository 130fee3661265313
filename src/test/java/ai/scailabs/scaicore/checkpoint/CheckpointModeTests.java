package ai.scailabs.scaicore.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Which questions become rows of the inbox, by the Core's checkpoint_mode. */
@ServerTest
class CheckpointModeTests {

  private static final String SILENT =
      """
      {"kind": "checkpoint", "checkpoint_type": "approval", "options": ["yes", "no"]%s,
       "result_binding": "answer"},
      {"kind": "rigid", "statements": [{"kind": "return", "value": "answer.decision"}]}
      """;
  private static final String SPOKEN =
      "{\"kind\": \"checkpoint\", \"checkpoint_type\": \"approval\", \"prompt\": \"Go on?\"%s}";

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;
  private Http admin;

  @BeforeEach
  void freshTenant() {
    admin = new Http(port, new Town(directory).keyOf(BuiltInRole.TENANT_ADMIN));
  }

  @Test
  void autoAsksAlsoWithoutAPrompt() {
    assertThat(status(invoked("auto", SILENT.formatted("")))).isEqualTo("suspended");
  }

  @Test
  void aVisualQueueAsksOnlyWhereThereIsAPromptAndElseTakesTheDefault() {
    var byDefault = invoked("visual_queue", SILENT.formatted(", \"on_timeout\": \"default:no\""));
    assertThat(byDefault.path("output").asString()).isEqualTo("no");

    var without = invoked("visual_queue", SILENT.formatted(""));
    assertThat(status(without)).isEqualTo("failed");
    assertThat(without.path("error").path("code").asString()).isEqualTo("CHECKPOINT_EXPIRED");

    assertThat(status(invoked("visual_queue", SPOKEN.formatted("")))).isEqualTo("suspended");
    assertThat(admin.get(Demo.CHECKPOINTS).data().path("items")).hasSize(1);
  }

  @Test
  void routedCancelsWhatIsForNobody() {
    assertThat(status(invoked("routed", SPOKEN.formatted("")))).isEqualTo("cancelled");
    assertThat(status(invoked("routed", SPOKEN.formatted(", \"assignee\": \"role:tenant_admin\""))))
        .isEqualTo("suspended");
  }

  @Test
  void aQuestionForTheDelegatedUserOfACoreThatActsAsNobodyFails() {
    var refused = invoked("auto", SPOKEN.formatted(", \"assignee\": \"delegated_user\""));
    assertThat(refused.path("error").path("code").asString()).isEqualTo("DELEGATION_NOT_ACTIVE");
  }

  private JsonNode invoked(String mode, String blocks) {
    var made =
        admin.post(
            Demo.CORES,
            "{\"name\": \"Mode %s %s\", \"checkpoint_mode\": \"%s\", \"source\": %s}"
                .formatted(mode, System.nanoTime(), mode, Demo.program(blocks)));
    var core = made.data().path("id").asString();
    assertThat(admin.post(Demo.CORES + "/" + core + "/start", "").status()).isEqualTo(200);
    return Demo.invoke(admin, core, "{}").data();
  }

  private static String status(JsonNode execution) {
    return execution.path("status").asString();
  }
}
