package ai.scailabs.scaicore.story;

import static ai.scailabs.scaicore.testing.Demo.CHECKPOINTS;
import static ai.scailabs.scaicore.testing.Demo.CORES;
import static ai.scailabs.scaicore.testing.Demo.EXECUTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** From a bundle to a chat with the published Core, and away again. */
@ServerTest
class ApprovalStoryTests {

  @LocalServerPort private int port;

  @Test
  void aBundleBecomesACoreThatAsksAPersonAndIsChattedWith() {
    var admin = new Http(port, Demo.ADMIN);
    var reviewer = admin.as(Demo.REVIEWER);
    var globex = admin.as(Demo.GLOBEX);

    // The bundle is parsed,
    var parsed =
        Demo.upload(admin, CORES + "/parse-bundle", Demo.sampleBytes("approval-agent.scaicore-ir"));
    assertThat(parsed.status()).isEqualTo(200);
    assertThat(parsed.data().path("summary").path("name").asString()).isEqualTo("Approval Agent");

    // becomes a Core from its source,
    var core = Demo.create(admin, "Approval Agent", parsed.data().path("source").toString());
    assertThat(admin.get(CORES + "/" + core).data().path("status").asString()).isEqualTo("created");
    seesNothing(globex, core);

    // is started,
    var started = admin.post(CORES + "/" + core + "/start", "");
    assertThat(started.data().path("status").asString()).isEqualTo("running");

    // approves a small amount by itself,
    var small = Demo.invoke(admin, core, "{\"message\": \"Taxi, 40 euro, travel\"}");
    assertThat(small.status()).isEqualTo(200);
    assertThat(small.data().path("status").asString()).isEqualTo("completed");
    assertThat(small.data().path("output").path("decision").asString()).isEqualTo("auto");

    // and asks about a large one.
    var large = Demo.invoke(admin, core, "{\"message\": \"Hotel, 400 euro, travel\"}");
    assertThat(large.status()).isEqualTo(200);
    assertThat(large.data().path("status").asString()).isEqualTo("suspended");
    var execution = large.data().path("execution_id").asString();
    var checkpoint = large.data().path("checkpoint_id").asString();
    var answer = "{\"decision\": \"approve\", \"comment\": \"Within budget.\"}";
    assertThat(globex.post(CHECKPOINTS + "/" + checkpoint + "/resolve", answer).code())
        .isEqualTo("CHECKPOINT_NOT_FOUND");
    assertThat(globex.get(EXECUTIONS + "/" + execution).code()).isEqualTo("EXECUTION_NOT_FOUND");

    // The reviewer, whom it is not for, may not answer it.
    var refused = reviewer.post(CHECKPOINTS + "/" + checkpoint + "/resolve", answer);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("AUTHZ_PERMISSION_DENIED");
    assertThat(reviewer.get(CHECKPOINTS).body()).doesNotContain(checkpoint);

    // The tenant admin finds it in the inbox and does.
    var inbox = admin.get(CHECKPOINTS);
    assertThat(inbox.body()).contains(checkpoint).contains("Approve travel expense of 400?");
    var resolved = admin.post(CHECKPOINTS + "/" + checkpoint + "/resolve", answer);
    assertThat(resolved.status()).isEqualTo(200);
    assertThat(resolved.data().path("status").asString()).isEqualTo("resolved");
    var done = Demo.settled(admin, execution, "completed", "failed").data();
    assertThat(done.path("output").path("decision").asString()).isEqualTo("approve");
    assertThat(admin.get(CHECKPOINTS).body()).doesNotContain(checkpoint);

    // Published into a group of its tenant; that of another is dropped.
    var published =
        admin.post(CORES + "/" + core + "/publish", "{\"group_ids\": [\"mg_qa\", \"mg_globex\"]}");
    assertThat(published.status()).isEqualTo(200);
    var slug = published.data().path("metadata").path("published_slug").asString();
    assertThat(slug).isEqualTo("scaicore/acme/approval-agent");
    assertThat(admin.get("/v1/models/groups/mg_qa").body()).contains(slug);
    assertThat(globex.get("/v1/models/groups/mg_globex").body()).doesNotContain(slug);
    assertThat(globex.get("/v1/models/" + slug).code()).isEqualTo("MODEL_NOT_FOUND");
    seesNothing(globex, core);

    // Chatted with like any model.
    var chat =
        admin
            .as(Demo.USER)
            .post(
                "/v1/inference/chat",
                """
                {"model": "%s", "messages": [{"role": "user", "content": "Lunch, 12 euro, meals"}]}
                """
                    .formatted(slug));
    assertThat(chat.status()).isEqualTo(200);
    assertThat(chat.data().path("choices").path(0).path("message").path("content").asString())
        .isEqualTo("Approved automatically.");

    // Renamed: the catalogue follows, the slug stays.
    assertThat(put(admin, CORES + "/" + core, "{\"name\": \"Expense reviewer\"}").status())
        .isEqualTo(200);
    assertThat(admin.get("/v1/models/" + slug).data().path("display_name").asString())
        .isEqualTo("Expense reviewer");

    // Unpublished, then deleted, with everything of it.
    assertThat(admin.post(CORES + "/" + core + "/unpublish", "").status()).isEqualTo(200);
    assertThat(admin.get("/v1/models/" + slug).code()).isEqualTo("MODEL_NOT_FOUND");
    assertThat(admin.send("DELETE", CORES + "/" + core, r -> r).status()).isEqualTo(200);
    assertThat(admin.get(CORES + "/" + core).code()).isEqualTo("CORE_NOT_FOUND");
    assertThat(admin.get(EXECUTIONS + "/" + execution).code()).isEqualTo("EXECUTION_NOT_FOUND");
    assertThat(admin.get(CHECKPOINTS + "/" + checkpoint).code()).isEqualTo("CHECKPOINT_NOT_FOUND");
  }

  private static void seesNothing(Http globex, String core) {
    assertThat(globex.get(CORES + "/" + core).code()).isEqualTo("CORE_NOT_FOUND");
    assertThat(globex.get(CORES).body()).doesNotContain(core);
    assertThat(globex.get(CHECKPOINTS).body()).doesNotContain(core);
    assertThat(globex.get("/v1/models").body()).doesNotContain("acme");
  }

  private static Http.Answer put(Http caller, String path, String json) {
    return caller.send(
        "PUT",
        path,
        r -> r.header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json)));
  }
}
