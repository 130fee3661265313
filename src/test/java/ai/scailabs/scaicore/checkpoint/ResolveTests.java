package ai.scailabs.scaicore.checkpoint;

import static ai.scailabs.scaicore.testing.Demo.CHECKPOINTS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Whom a checkpoint is for, and what they may answer. */
@ServerTest
class ResolveTests {

  @LocalServerPort private int port;
  private Http admin;
  private int made;

  @BeforeEach
  void signIn() {
    admin = new Http(port, Demo.ADMIN);
  }

  @ParameterizedTest(name = "{0} is {1} {2}")
  @CsvSource({
    "user:reviewer@acme, user, usr_acme_reviewer, true",
    "reviewer@acme, user, usr_acme_reviewer, true",
    "group:grp_finance, group, grp_finance, true",
    "role:reviewer, role, reviewer, true",
    "role:tenant_admin, role, tenant_admin, false",
    "role:nonsense, unrouted, '', false",
    "user:nobody@acme, unrouted, '', false",
    "user:admin@globex, unrouted, '', false",
    "anybody, unrouted, '', false",
  })
  void anAssigneeIsResolved(String raw, String type, String value, boolean reviewers) {
    var checkpoint = raised("\"assignee\": \"" + raw + "\"");

    assertThat(checkpoint.path("assignee_raw").asString()).isEqualTo(raw);
    assertThat(checkpoint.path("assignee_type").asString()).isEqualTo(type);
    assertThat(checkpoint.path("assignee_resolved").path("value").asString("")).isEqualTo(value);
    var id = checkpoint.path("id").asString();
    var reviewer = admin.as(Demo.REVIEWER);
    assertThat(reviewer.get(CHECKPOINTS + "?limit=200").body().contains(id)).isEqualTo(reviewers);
    var answer = reviewer.post(CHECKPOINTS + "/" + id + "/resolve", "{\"decision\": \"ok\"}");
    assertThat(answer.status()).isEqualTo(reviewers ? 200 : 403);
    if (type.equals("unrouted") || raw.equals("role:tenant_admin")) {
      assertThat(admin.get(CHECKPOINTS + "?limit=200").body()).contains(id);
    }
  }

  @Test
  void decisionAndDataMustFitWhatTheProgramAskedFor() {
    var id =
        raised(
                """
                "options": ["yes", "no"],
                "response_schema": {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}
                """)
            .path("id")
            .asString();

    assertThat(resolve(id, "{}").field()).isEqualTo("decision");
    assertThat(resolve(id, "{\"decision\": \"perhaps\"}").message())
        .isEqualTo("decision must be one of [\"yes\",\"no\"]");
    assertThat(resolve(id, "{\"decision\": \"yes\"}").body()).contains("response_data");
    assertThat(resolve(id, "{\"decision\": \"yes\", \"response_data\": {\"n\": \"x\"}}").field())
        .isEqualTo("response_data.n");
    assertThat(admin.get(CHECKPOINTS + "/" + id).data().path("status").asString())
        .isEqualTo("pending");
    assertThat(resolve(id, "{\"decision\": \"yes\", \"response_data\": {\"n\": 3}}").status())
        .isEqualTo(200);
  }

  @Test
  void theSameAnswerAgainIsTheFirstResultAndAnotherIsToldWhoWasFirst() {
    var id = raised("\"assignee\": \"role:tenant_admin\"").path("id").asString();
    var first = resolve(id, "{\"decision\": \"yes\", \"response_data\": {\"a\": 1}}");

    var again = resolve(id, "{\"decision\": \"yes\", \"response_data\": {\"a\": 1}}");
    var other = resolve(id, "{\"decision\": \"no\"}");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.data()).isEqualTo(first.data());
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.code()).isEqualTo("CHECKPOINT_ALREADY_RESOLVED");
    assertThat(other.message()).contains("admin@acme").contains("yes");
  }

  @Test
  void theInboxShowsTheMostUrgentFirstThenTheOldestOverItsPages() {
    var globex = admin.as(Demo.GLOBEX);
    var expected = new ArrayList<String>();
    for (var priority : new String[] {"low", "normal", "critical", "high", "normal", "critical"}) {
      var raised = raised(globex, "\"priority\": \"" + priority + "\"");
      expected.add(rank(priority) + raised.path("created_at").asString());
    }

    var seen = new ArrayList<String>();
    var cursor = "";
    do {
      var page = globex.get(CHECKPOINTS + "?limit=2" + cursor);
      page.data()
          .path("items")
          .forEach(
              c -> seen.add(rank(c.path("priority").asString()) + c.path("created_at").asString()));
      var next = page.json().path("pagination").path("next_cursor");
      cursor = next.isNull() ? "" : "&cursor=" + next.asString();
    } while (!cursor.isEmpty());

    assertThat(seen).containsExactlyElementsOf(expected.stream().sorted().toList());
  }

  private static int rank(String priority) {
    return java.util.List.of("critical", "high", "normal", "low").indexOf(priority);
  }

  @Test
  void anIdOfAnyOtherShapeIsNoCheckpoint() {
    assertThat(admin.get(CHECKPOINTS + "/nope").code()).isEqualTo("CHECKPOINT_NOT_FOUND");
    assertThat(resolve("00000000-0000-7000-8000-000000000000", "{\"decision\": \"x\"}").code())
        .isEqualTo("CHECKPOINT_NOT_FOUND");
    assertThat(admin.as(Demo.USER).get(CHECKPOINTS).code()).isEqualTo("AUTHZ_PERMISSION_DENIED");
  }

  private Http.Answer resolve(String id, String body) {
    return admin.post(CHECKPOINTS + "/" + id + "/resolve", body);
  }

  /** A checkpoint with these members, raised by a Core of its own. */
  private JsonNode raised(String members) {
    return raised(admin, members);
  }

  private JsonNode raised(Http caller, String members) {
    var core =
        Demo.running(
            caller,
            "Asks " + made++ + " " + Integer.toString(System.identityHashCode(this), 36),
            Demo.program(
                "{\"kind\": \"checkpoint\", \"checkpoint_type\": \"approval\", \"prompt\":"
                    + " \"Well?\", "
                    + members
                    + "}"));
    var waiting = Demo.invoke(caller, core, "{}").data();
    assertThat(waiting.path("status").asString()).as(waiting.toString()).isEqualTo("suspended");
    return caller.get(CHECKPOINTS + "/" + waiting.path("checkpoint_id").asString()).data();
  }
}
