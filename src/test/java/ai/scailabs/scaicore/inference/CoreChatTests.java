package ai.scailabs.scaicore.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Chatting with published Cores. */
@ServerTest
class CoreChatTests {

  private static final String CHAT = "/v1/inference/chat";
  private static final String CORES = "/v1/modules/scaicore/cores";

  /** Its first api trigger leads to {@code chat}; the other flows are named by the request. */
  private static final String SOURCE =
      """
      {"schema_version": "0.2", "name": "Greeter",
       "flows": [
         {"name": "greet", "params": [{"name": "name", "type": "string", "default": "stranger"}], "body": [
           {"kind": "rigid", "statements": [
             {"kind": "return", "value": "{message: \\"Hello, ${name}!\\"}"}]}]},
         {"name": "chat", "params": [{"name": "message", "type": "string"}], "body": [
           {"kind": "rigid", "statements": [
             {"kind": "return", "value": "{response: \\"You said: \\" + message}"}]}]},
         {"name": "plain", "body": [
           {"kind": "rigid", "statements": [{"kind": "return", "value": "message"}]}]},
         {"name": "whole", "body": [
           {"kind": "rigid", "statements": [{"kind": "return", "value": "{all: input}"}]}]},
         {"name": "who", "body": [
           {"kind": "rigid", "statements": [{"kind": "return", "value": "trigger.tenant_id"}]}]},
         {"name": "broken", "body": [
           {"kind": "rigid", "statements": [{"kind": "return", "value": "internal_name_of_acme"}]}]},
         {"name": "needs", "params": [{"name": "amount_of_acme", "type": "float"}], "body": [
           {"kind": "rigid", "statements": [{"kind": "return", "value": "amount_of_acme"}]}]},
         {"name": "asks", "body": [
           {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Really?",
            "options": ["yes", "no"], "assignee": "role:tenant_admin", "result_binding": "answer"},
           {"kind": "rigid", "statements": [{"kind": "return", "value": "answer.decision"}]}]}],
       "triggers": [
         {"kind": "event", "name": "e", "target_flow": "greet", "event_type": "x"},
         {"kind": "api", "name": "chat", "target_flow": "chat"}]}
      """;

  @LocalServerPort private int port;
  private Http admin;
  private Http user;
  private Http globex;
  private Http root;

  @BeforeEach
  void signIn() {
    admin = new Http(port, "sgk_local_tenant_admin_0000000000000000000");
    user = admin.as("sgk_local_tenant_user_00000000000000000000");
    globex = admin.as("sgk_local_globex_admin_0000000000000000000");
    root = admin.as("sgk_local_super_admin_00000000000000000000");
  }

  @Test
  void streamingIsRefusedWhereTheModelCannot() {
    for (var model : new String[] {"offline/echo", published("")}) {
      var answer =
          user.post(
              CHAT,
              """
              {"model": "%s", "stream": true, "messages": [{"role": "user", "content": "hi"}]}
              """
                  .formatted(model));

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
      assertThat(answer.field()).isEqualTo("stream");
    }
  }

  @Test
  void aModelThatIsNotVisibleIsNotFound() {
    var slug = published("");

    for (var model : new String[] {slug, "offline/other", "", "groups", "scaicore/acme/nobody"}) {
      var answer = chat(globex, model, "hi", "{}");
      assertThat(answer.code()).isEqualTo(model.isEmpty() ? "VALIDATION_ERROR" : "MODEL_NOT_FOUND");
    }
  }

  /** The slug of a Core of acme that runs and is published by the super admin. */
  @Test
  void aPublishedCoreAnswersWithTheFlowOfItsFirstApiTrigger() {
    var answer = chat(user, published(""), "Please review this expense.", "{}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(content(answer)).isEqualTo("You said: Please review this expense.");
    assertThat(finish(answer)).isEqualTo("stop");
    var run = answer.data().path("scaicore");
    assertThat(run.path("status").asString()).isEqualTo("completed");
    assertThat(run.path("checkpoint_id").isNull()).isTrue();
    var execution =
        admin.get("/v1/modules/scaicore/executions/" + run.path("execution_id").asString());
    assertThat(execution.data().path("flow").asString()).isEqualTo("chat");
    assertThat(execution.data().path("core_id")).isEqualTo(run.path("core_id"));
  }

  @Test
  void theMetadataNamesAnotherFlow() {
    var slug = published("");

    assertThat(content(chat(user, slug, "hi", "{\"flow\": \"greet\"}")))
        .isEqualTo("Hello, stranger!");
    assertThat(content(chat(user, slug, "hi", "{\"flow\": \"plain\"}"))).isEqualTo("hi");
    assertThat(content(chat(user, slug, "hi", "{\"flow\": \"whole\", \"x\": [1]}")))
        .isEqualTo(
            """
            {"all":{"message":"hi","messages":[{"role":"user","content":"hi"}],\
            "metadata":{"flow":"whole","x":[1]}}}\
            """);
    var unknown = chat(user, slug, "hi", "{\"flow\": \"nowhere\"}");
    assertThat(unknown.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(unknown.field()).isEqualTo("metadata.flow");
    assertThat(chat(user, slug, "hi", "{\"flow\": \"needs\"}").field())
        .isEqualTo("input.amount_of_acme");
  }

  @Test
  void aCoreThatDoesNotRunIsUnavailable() {
    var slug = published("");
    var id = admin.get("/v1/models/" + slug).data().path("metadata").path("core_id").asString();

    for (var verb : new String[] {"pause", "resume", "stop"}) {
      assertThat(admin.post(CORES + "/" + id + "/" + verb, "{}").status()).isEqualTo(200);
      var answer = chat(user, slug, "hi", "{}");
      assertThat(answer.status()).isEqualTo(verb.equals("resume") ? 200 : 503);
      assertThat(answer.code()).isEqualTo(verb.equals("resume") ? "" : "MODEL_UNAVAILABLE");
    }
  }

  @Test
  void aFlowThatFailsIsABackendError() {
    var answer = chat(user, published(""), "hi", "{\"flow\": \"broken\"}");

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.code()).isEqualTo("BACKEND_ERROR");
    assertThat(answer.message()).contains("exec_", "UNKNOWN_NAME");
  }

  @Test
  void aFlowThatAsksAPersonAnswersAtOnce() {
    var answer = chat(user, published(""), "hi", "{\"flow\": \"asks\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(finish(answer)).isEqualTo("checkpoint");
    assertThat(content(answer)).contains("a person's decision");
    var run = answer.data().path("scaicore");
    assertThat(run.path("status").asString()).isEqualTo("suspended");
    var checkpoint =
        admin.get("/v1/modules/scaicore/checkpoints/" + run.path("checkpoint_id").asString());
    assertThat(checkpoint.data().path("execution_id")).isEqualTo(run.path("execution_id"));
  }

  @Test
  void aFlowThatStopsAtABreakpointAnswersAtOnce() {
    var slug = published("");
    var first = chat(user, slug, "hi", "{\"flow\": \"plain\"}");
    var core = first.data().path("scaicore").path("core_id").asString();
    var set =
        admin.post(
            "/v1/modules/scaicore/cores/" + core + "/debug/breakpoint",
            "{\"block_id\": \"flows.plain.body[0]\"}");
    assertThat(set.status()).as(set.body()).isEqualTo(201);

    var answer = chat(user, slug, "hi", "{\"flow\": \"plain\"}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(finish(answer)).isEqualTo("checkpoint");
    assertThat(content(answer)).contains("stopped at a breakpoint");
    assertThat(answer.data().path("scaicore").path("status").asString()).isEqualTo("breakpoint");
  }

  @Test
  void aRepeatedIdempotencyKeyIsOneExecutionAndOneAnswer() {
    var slug = published("");
    var key = Ids.next("key");

    var first = chat(user, slug, "hi", "{}", key);
    var second = chat(user, slug, "hi", "{}", key);
    var other = chat(user, slug, "ho", "{}", key);

    assertThat(first.status()).as(first.body()).isEqualTo(200);
    assertThat(second.data()).isEqualTo(first.data());
    assertThat(other.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(other.field()).isEqualTo("Idempotency-Key");
  }

  @Test
  void anotherTenantChatsThroughAGroupAndLearnsNothingElse() {
    var slug = published("{\"group_ids\": [\"mg_global\"]}");

    var answer = chat(globex, slug, "hi", "{}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(content(answer)).isEqualTo("You said: hi");
    assertThat(content(chat(globex, slug, "hi", "{\"flow\": \"who\"}"))).isEqualTo("ten_globex");
    var run = answer.data().path("scaicore");
    assertThat(
            globex
                .get("/v1/modules/scaicore/executions/" + run.path("execution_id").asString())
                .code())
        .isEqualTo("EXECUTION_NOT_FOUND");
    assertThat(globex.get(CORES + "/" + run.path("core_id").asString()).code())
        .isEqualTo("CORE_NOT_FOUND");
    for (var flow : new String[] {"broken", "needs", "nowhere"}) {
      var refused = chat(globex, slug, "hi", "{\"flow\": \"%s\"}".formatted(flow));
      assertThat(refused.code())
          .isEqualTo(flow.equals("broken") ? "BACKEND_ERROR" : "VALIDATION_ERROR");
      assertThat(refused.body()).doesNotContain("of_acme", "greet", "UNKNOWN_NAME");
    }
  }

  @Test
  void callersOfOtherTenantsHaveInstancesOfTheirOwn() {
    var slug = published("{\"group_ids\": [\"mg_global\"]}", "\"singleton\"");

    assertThat(instanceOf(chat(user, slug, "hi", "{\"instance_key\": \"k\"}"))).isEqualTo("k");
    assertThat(instanceOf(chat(globex, slug, "hi", "{\"instance_key\": \"k\"}")))
        .isEqualTo("ten_globex/k");
  }

  private String instanceOf(Http.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var id = answer.data().path("scaicore").path("execution_id").asString();
    return admin
        .get("/v1/modules/scaicore/executions/" + id)
        .data()
        .path("instance_key")
        .asString();
  }

  /** The slug of a Core of acme that runs and is published by the super admin. */
  private String published(String body) {
    return published(body, "\"stateless\"");
  }

  private String published(String body, String mode) {
    var created =
        root.post(
            CORES,
            "{\"name\": \"%s\", \"concurrency_mode\": %s, \"source\": %s}"
                .formatted(Ids.next("c "), mode, SOURCE));
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    var path = CORES + "/" + created.data().path("id").asString();
    var started = root.post(path + "/start", "{}");
    assertThat(started.status()).as(started.body()).isEqualTo(200);
    var answer = root.post(path + "/publish", body.isEmpty() ? "{}" : body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.data().path("metadata").path("published_slug").asString();
  }

  private static Http.Answer chat(Http caller, String model, String text, String metadata) {
    return caller.post(CHAT, request(model, text, metadata));
  }

  private static Http.Answer chat(
      Http caller, String model, String text, String metadata, String key) {
    return caller.send(
        "POST",
        CHAT,
        r ->
            r.header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(request(model, text, metadata))));
  }

  private static String request(String model, String text, String metadata) {
    return """
    {"model": "%s", "messages": [{"role": "user", "content": "%s"}], "metadata": %s}
    """
        .formatted(model, text, metadata);
  }

  private static String content(Http.Answer answer) {
    return answer.data().path("choices").path(0).path("message").path("content").asString("");
  }

  private static String finish(Http.Answer answer) {
    return answer.data().path("choices").path(0).path("finish_reason").asString("");
  }
}
