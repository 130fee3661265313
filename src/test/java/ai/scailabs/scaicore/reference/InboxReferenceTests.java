package ai.scailabs.scaicore.reference;

import static ai.scailabs.scaicore.testing.Demo.CHECKPOINTS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.PluginServer;
import ai.scailabs.scaicore.testing.ServerTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** "Checkpoints", as far as they are read. */
@ServerTest
class InboxReferenceTests extends ReadPage {

  private static final String ENDPOINTS =
      """
      GET /checkpoints
      GET /checkpoints/all
      GET /checkpoints/{checkpoint_id}
      GET /checkpoints/{checkpoint_id}/history
      """;

  private static final String FIELDS =
      """
      mine: assigned to them
      mine: assigned to their groups
      mine: assigned to roles they hold
      mine: pending ones
      mine: cursor-paginated
      all: every checkpoint in the tenant
      all: tenant-admin scope
      one: parsed assignee
      one: options
      one: context
      one: no resolution yet
      one: resolution
      history: created
      history: notification sent
      history: resolved
      """;

  private static final String CODES =
      """
      404 CHECKPOINT_NOT_FOUND
      403 AUTHZ_PERMISSION_DENIED
      """;

  InboxReferenceTests() {
    super(ENDPOINTS, FIELDS, CODES);
  }

  /** The id of a new question to somebody. */
  private String asked(String assignee) {
    return invoked(running(ASKS.replace("role:tenant_admin", assignee)))
        .data()
        .path("checkpoint_id")
        .asString();
  }

  private static List<String> ids(Http.Answer list) {
    return good(list, 200).data().path("items").findValuesAsString("id");
  }

  @Test
  void everybodySeesWhatTheyCanActOn() {
    var ann = reviewer();
    var group = town.group(ann);
    var role = town.role(ann);
    var toAnn = asked("user:" + ann.email());
    var toGroup = asked("group:" + group);
    var toRole = asked("role:" + role);
    var toAdmins = asked("role:tenant_admin");
    var ben = as(reviewer());
    var mine = as(ann);

    assertThat(ids(mine.get(CHECKPOINTS))).containsExactly(toAnn, toGroup, toRole);
    tick(
        "mine: assigned to them",
        "mine: assigned to their groups",
        "mine: assigned to roles they hold");
    assertThat(ids(ben.get(CHECKPOINTS))).isEmpty();

    var first = mine.get(CHECKPOINTS + "?limit=2").json();
    assertThat(first.at("/data/items").findValuesAsString("id")).containsExactly(toAnn, toGroup);
    var cursor = first.at("/pagination/next_cursor").asString();
    assertThat(ids(mine.get(CHECKPOINTS + "?limit=2&cursor=" + cursor))).containsExactly(toRole);
    tick("mine: cursor-paginated");

    good(mine.post(CHECKPOINTS + "/" + toAnn + "/resolve", "{\"decision\": \"yes\"}"), 200);
    assertThat(ids(mine.get(CHECKPOINTS))).containsExactly(toGroup, toRole);
    tick("mine: pending ones", "GET /checkpoints");

    assertThat(ids(admin.get(CHECKPOINTS + "/all")))
        .containsExactlyInAnyOrder(toAnn, toGroup, toRole, toAdmins);
    tick("all: every checkpoint in the tenant");
    refused(mine.get(CHECKPOINTS + "/all"), 403, "AUTHZ_PERMISSION_DENIED");
    assertThat(ids(admin.as(town.keyOf(BuiltInRole.TENANT_ADMIN)).get(CHECKPOINTS + "/all")))
        .isEmpty();
    tick("all: tenant-admin scope", "GET /checkpoints/all");
  }

  @Test
  void oneIsShownWithAllThatItTakesToDecide() {
    var ann = reviewer();
    var path = CHECKPOINTS + "/" + asked("user:" + ann.email());
    var shown = good(as(ann).get(path), 200).data();
    assertThat(shown.path("assignee_raw").asString()).isEqualTo("user:" + ann.email());
    assertThat(shown.path("assignee_type").asString()).isEqualTo("user");
    assertThat(shown.at("/assignee_resolved/type").asString()).isEqualTo("user");
    assertThat(shown.at("/assignee_resolved/value").asString()).isEqualTo(ann.id());
    assertThat(shown.at("/assignee_resolved/display").asString()).isNotEmpty();
    tick("one: parsed assignee");
    assertThat(shown.path("options").toString()).isEqualTo("[\"yes\",\"no\"]");
    tick("one: options");
    assertThat(shown.at("/context/n").asInt()).isEqualTo(2);
    tick("one: context");
    assertThat(shown.path("resolution").isNull()).isTrue();
    tick("one: no resolution yet");

    good(as(ann).post(path + "/resolve", "{\"decision\": \"no\"}"), 200);
    var resolved = admin.get(path).data();
    assertThat(resolved.at("/resolution/decision").asString()).isEqualTo("no");
    assertThat(resolved.path("resolved_by").asString()).isEqualTo(ann.id());
    tick("one: resolution", "GET /checkpoints/{checkpoint_id}");

    var nobodys = "/01a20286-0f04-7c94-bb8a-000000000000";
    refused(admin.get(CHECKPOINTS + nobodys), 404, "CHECKPOINT_NOT_FOUND");
    refused(admin.get(CHECKPOINTS + "/nonsense"), 404, "CHECKPOINT_NOT_FOUND");
    refused(admin.as(town.keyOf(BuiltInRole.TENANT_ADMIN)).get(path), 404, "CHECKPOINT_NOT_FOUND");
    refused(admin.get(CHECKPOINTS + nobodys + "/history"), 404, "CHECKPOINT_NOT_FOUND");
  }

  @Test
  void theHistoryIsThatOfItsLife() {
    try (var webhook = new PluginServer()) {
      hook(webhook);

      var path = CHECKPOINTS + "/" + asked("role:tenant_admin");
      good(admin.post(path + "/resolve", "{\"decision\": \"yes\"}"), 200);
      var events =
          Eventually.get(
              () ->
                  good(admin.get(path + "/history"), 200)
                      .data()
                      .path("items")
                      .findValuesAsString("event"),
              words -> words.contains("notification_sent"));
      assertThat(events)
          .containsExactlyInAnyOrder("created", "notification_sent", "resolved")
          .startsWith("created");
      tick("history: created", "history: notification sent", "history: resolved");
      tick("GET /checkpoints/{checkpoint_id}/history");
    }
  }
}
