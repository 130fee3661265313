package ai.scailabs.scaicore.story;

import static ai.scailabs.scaicore.testing.Demo.CHECKPOINTS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.CustomRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.Group;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Tenant;
import ai.scailabs.scaicore.identity.User;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.EventStream;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import ai.scailabs.scaicore.web.Ids;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** A day of two reviewers of one group, and of the admin above them. */
@ServerTest
class ReviewersDayTests {

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;
  private Town town;
  private Tenant tenant;
  private Group finance;
  private Http admin;

  @BeforeEach
  void freshOffice() {
    town = new Town(directory);
    tenant = town.tenant();
    finance = new Group(Ids.next("grp_"), tenant.id(), "Finance");
    directory.add(finance);
    admin = new Http(port, town.key(town.user(tenant, BuiltInRole.TENANT_ADMIN)));
  }

  @Test
  void aReviewersDay() {
    var ann = reviewer();
    var bob = reviewer();
    var annsKey = town.key(ann);
    var anns = new Http(port, annsKey);
    var bobs = new Http(port, town.key(bob));

    // In the morning the inbox is empty, and Ann leaves it open.
    assertThat(anns.get(CHECKPOINTS).data().path("items")).isEmpty();
    try (var inbox = EventStream.opened(port, annsKey, CHECKPOINTS + "/stream", null)) {

      // Three questions come in; the urgent one is on top.
      var travel = asks("Travel to Rome, 900 euro?", "normal", "");
      var invoice = asks("Pay invoice 4711?", "critical", "");
      var supplier = asks("A new supplier?", "low", "");
      inbox.until(events -> events.size() == 3);
      assertThat(ids(anns.get(CHECKPOINTS)))
          .containsExactly(checkpoint(invoice), checkpoint(travel), checkpoint(supplier));
      assertThat(ids(anns.get(CHECKPOINTS + "?q=invoice"))).containsExactly(checkpoint(invoice));
      assertThat(anns.get(CHECKPOINTS + "/counts").data().path("total").asInt()).isEqualTo(3);

      // Ann takes the invoice. Bob, who is slower, is told.
      assertThat(post(anns, invoice, "claim", "").status()).isEqualTo(200);
      var slower = post(bobs, invoice, "claim", "");
      assertThat(slower.code()).isEqualTo("CONFLICT");
      assertThat(slower.message()).contains(ann.email());
      assertThat(post(bobs, invoice, "resolve", "{\"decision\": \"no\"}").status()).isEqualTo(403);

      // She pays it, and the flow goes on with what she said.
      var paid =
          post(anns, invoice, "resolve", "{\"decision\": \"yes\", \"comment\": \"As agreed.\"}");
      assertThat(paid.status()).as(paid.body()).isEqualTo(200);
      assertThat(output(invoice)).isEqualTo("yes");

      // The supplier is nothing for Finance: she hands it to Bob in person, with a word.
      var handed =
          post(
              anns,
              supplier,
              "reassign",
              "{\"assignee\": \"user:%s\", \"comment\": \"You know them.\"}"
                  .formatted(bob.email()));
      assertThat(handed.data().path("assignee_type").asString()).isEqualTo("user");
      assertThat(ids(anns.get(CHECKPOINTS))).containsExactly(checkpoint(travel));
      assertThat(ids(bobs.get(CHECKPOINTS)))
          .containsExactly(checkpoint(travel), checkpoint(supplier));
      assertThat(post(bobs, supplier, "resolve", "{\"decision\": \"yes\"}").status())
          .isEqualTo(200);

      // Nobody finds the time for another: it goes to the admin, who calls it off.
      var forgotten =
          asks(
              "A party?",
              "normal",
              ", \"timeout\": \"500ms\", \"on_timeout\": \"escalate\", \"escalation_target\":"
                  + " \"role:tenant_admin\"");
      Eventually.get(
          () -> admin.get(CHECKPOINTS).body(), body -> body.contains(checkpoint(forgotten)));
      post(admin, forgotten, "cancel", "{\"comment\": \"Not this year.\"}");
      var ended =
          Demo.settled(admin, forgotten.path("id").asString(), "cancelled", "failed").data();
      assertThat(ended.path("status").asString()).isIn("cancelled", "failed");

      // The journey is not to be made: the requester's admin cancels the execution itself.
      admin.post(Demo.EXECUTIONS + "/" + travel.path("id").asString() + "/cancel", "");
      var late = post(anns, travel, "resolve", "{\"decision\": \"yes\"}");
      assertThat(late.code()).isEqualTo("CHECKPOINT_ALREADY_RESOLVED");
      assertThat(late.message()).contains("with its execution");

      // In the evening the inbox is empty again, and the stream has shown how it became so.
      assertThat(anns.get(CHECKPOINTS).data().path("items")).isEmpty();
      var seen = inbox.until(events -> removed(events) == 4);
      assertThat(seen.stream().filter(e -> e.name().equals("checkpoint.added"))).hasSize(4);

      // And the admin can read who did what.
      var history =
          admin.get(CHECKPOINTS + "/" + checkpoint(supplier) + "/history").data().path("items");
      assertThat(history.valueStream().map(e -> e.path("event").asString()))
          .contains("created", "reassigned", "resolved");
      assertThat(admin.get(CHECKPOINTS + "/all?status=resolved").data().path("items")).hasSize(2);
    }
  }

  private User reviewer() {
    var user = town.user(tenant, BuiltInRole.TENANT_USER);
    var role =
        new CustomRole(
            Ids.next("role_"),
            tenant.id(),
            Ids.next("reviewer "),
            Set.of(Permission.SCAICORE_VIEW, Permission.SCAICORE_CHECKPOINT_RESOLVE));
    directory.add(role);
    directory.grant(role, user.id());
    directory.addMember(finance, user.id());
    return user;
  }

  /** An execution that waits for an answer of Finance. */
  private JsonNode asks(String prompt, String priority, String more) {
    var core =
        Demo.running(
            admin,
            Ids.next("Asks "),
            Demo.program(
                """
                {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "%s",
                 "priority": "%s", "assignee": "group:%s", "result_binding": "answer"%s},
                {"kind": "rigid", "statements": [
                  {"kind": "return", "value": "answer.decision"}]}
                """
                    .formatted(prompt, priority, finance.id(), more)));
    return Demo.invoke(admin, core, "{}").data();
  }

  private static String checkpoint(JsonNode waiting) {
    return waiting.path("checkpoint_id").asString();
  }

  private static Http.Answer post(Http who, JsonNode waiting, String verb, String body) {
    return who.post(CHECKPOINTS + "/" + checkpoint(waiting) + "/" + verb, body);
  }

  private String output(JsonNode waiting) {
    return Demo.settled(admin, waiting.path("id").asString(), "completed", "failed")
        .data()
        .path("output")
        .asString();
  }

  private static java.util.List<String> ids(Http.Answer list) {
    return list.data().path("items").valueStream().map(c -> c.path("id").asString()).toList();
  }

  private static long removed(java.util.List<EventStream.Event> events) {
    return events.stream().filter(e -> e.name().equals("checkpoint.removed")).count();
  }
}
