package ai.scailabs.scaicore.reference;

import static ai.scailabs.scaicore.testing.Demo.CHECKPOINTS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.SwitchedOff;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/**
 * "Errors", the envelope and the token. Of what the page calls stubs nothing is switched on here,
 * so that {@code NOT_IMPLEMENTED} is to be had too.
 */
@ServerTest
@SwitchedOff
class ErrorReferenceTests extends ReadPage {

  /** The page's table. */
  private static final String CODES =
      """
      404 CORE_NOT_FOUND
      409 INVALID_CORE_TRANSITION
      404 CHECKPOINT_NOT_FOUND
      409 CHECKPOINT_ALREADY_RESOLVED
      403 DELEGATION_NOT_ACTIVE
      403 DELEGATED_USER_NOT_FOUND
      400 DELEGATION_VALIDATION_ERROR
      403 DELEGATION_EXPIRED
      400 INVALID_FILE_TYPE
      400 FILE_TOO_LARGE
      502 STORAGE_ERROR
      404 NO_AVATAR
      501 NOT_IMPLEMENTED
      422 INVALID_SOURCE_IR
      """;

  private static final String STUBS =
      """
      501: log stream
      501: debug breakpoint
      501: step
      501: inspect
      501: API invoke
      { "logs": [], "message": "Log retrieval placeholder" }
      { "events": [] }
      { "items": [] }
      """;

  private static final String RULES =
      """
      mounted at /v1/modules/scaicore/
      401 AUTH_TOKEN_MISSING
      401 AUTH_TOKEN_INVALID
      data for success
      error for failures
      """;

  @Autowired private Environment environment;

  ErrorReferenceTests() {
    super(CODES, STUBS, RULES);
  }

  @Test
  void aTokenIsNeededAndTheEnvelopeIsTheStandardOne() {
    for (var path :
        new String[] {"/cores", "/checkpoints", "/plugins/available", "/cores/core_x"}) {
      refused(admin.as(null).get(Demo.BASE + path), 401, "AUTH_TOKEN_MISSING");
      refused(admin.as("sgk_nobodys").get(Demo.BASE + path), 401, "AUTH_TOKEN_INVALID");
    }
    assertThat(Demo.CORES).startsWith("/v1/modules/scaicore/");
    var cores = good(admin.get(Demo.CORES), 200).json();
    assertThat(cores.propertyNames()).contains("data").doesNotContain("error");
    tick("data for success", "mounted at /v1/modules/scaicore/");
    var none = admin.get(Demo.CORES + "/core_x");
    refused(none, 404, "CORE_NOT_FOUND");
    assertThat(none.json().propertyNames()).contains("error").doesNotContain("data");
    tick("error for failures");
  }

  @Test
  void coresAndCheckpoints() {
    var core = created(ASKS);
    refused(admin.post(core + "/stop", ""), 409, "INVALID_CORE_TRANSITION");
    refused(admin.post(created("{\"kind\": \"x\"}") + "/start", ""), 422, "INVALID_SOURCE_IR");
    good(admin.post(core + "/start", ""), 200);
    var waiting = CHECKPOINTS + "/" + invoked(core).data().path("checkpoint_id").asString();
    good(admin.post(waiting + "/resolve", "{\"decision\": \"yes\"}"), 200);
    refused(
        admin.post(waiting + "/resolve", "{\"decision\": \"no\"}"),
        409,
        "CHECKPOINT_ALREADY_RESOLVED");
    refused(
        admin.get(CHECKPOINTS + "/01a20286-0f04-7c94-bb8a-000000000000"),
        404,
        "CHECKPOINT_NOT_FOUND");
  }

  @Test
  void delegations() {
    var core = created(ASKS);
    var user = town.user(tenant, BuiltInRole.TENANT_USER);
    var body = "{\"user_id\": \"" + user.id() + "\", \"scopes\": [%s]}";
    refused(admin.post(core + "/revoke-delegation", ""), 403, "DELEGATION_NOT_ACTIVE");
    refused(admin.post(core + "/delegate", body.formatted("")), 400, "DELEGATION_VALIDATION_ERROR");
    good(admin.post(core + "/delegate", body.formatted("\"models:use\"")), 200);
    good(admin.put("/v1/users/" + user.id(), "{\"active\": false}"), 200);
    refused(admin.post(core + "/start", ""), 403, "DELEGATED_USER_NOT_FOUND");
    good(admin.put("/v1/users/" + user.id(), "{\"active\": true}"), 200);
    jdbc.sql("update mod_scaicore_cores set delegation_expires_at = now() where id = ?")
        .param(id(core))
        .update();
    refused(admin.post(core + "/start", ""), 403, "DELEGATION_EXPIRED");
  }

  @Test
  void avatarsAndTheirStore() throws IOException {
    var avatar = created(ASKS) + "/avatar";
    refused(admin.get(avatar), 404, "NO_AVATAR");
    var text = "text".getBytes(StandardCharsets.UTF_8);
    refused(Demo.upload(admin, avatar, text), 400, "INVALID_FILE_TYPE");
    refused(Demo.upload(admin, avatar, new byte[2 * 1024 * 1024 + 1]), 400, "FILE_TOO_LARGE");
    var objects =
        Path.of(
            environment.getRequiredProperty("scaicore.embedded.data-dir"), "objects", "scaicore");
    Files.createDirectories(objects);
    var blocked = Files.writeString(objects.resolve(tenant.id()), "no folder");
    refused(Demo.upload(admin, avatar, Demo.sampleBytes("avatar.png")), 502, "STORAGE_ERROR");
    Files.delete(blocked);
    good(Demo.upload(admin, avatar, Demo.sampleBytes("avatar.png")), 200);
  }

  @Test
  void stubsAnswerWhatThePageSays() {
    var core = running(ASKS);
    refused(admin.get(core + "/logs/stream"), 501, "NOT_IMPLEMENTED");
    tick("501: log stream");
    for (var stub : new String[] {"breakpoint", "step", "inspect"}) {
      refused(admin.post(core + "/debug/" + stub, "{}"), 501, "NOT_IMPLEMENTED");
      tick("501: " + (stub.equals("breakpoint") ? "debug " : "") + stub);
    }
    var invoke = core + "/api/invoke/any/path";
    refused(admin.get(invoke), 501, "NOT_IMPLEMENTED");
    refused(admin.post(invoke, "{}"), 501, "NOT_IMPLEMENTED");
    refused(admin.put(invoke, "{}"), 501, "NOT_IMPLEMENTED");
    refused(patch(admin, invoke, "{}"), 501, "NOT_IMPLEMENTED");
    refused(admin.delete(invoke), 501, "NOT_IMPLEMENTED");
    tick("501: API invoke");

    assertThat(good(admin.get(core + "/logs"), 200).data().toString())
        .isEqualTo("{\"logs\":[],\"message\":\"Log retrieval placeholder\"}");
    tick("{ \"logs\": [], \"message\": \"Log retrieval placeholder\" }");
    assertThat(good(admin.get(core + "/events/history"), 200).data().toString())
        .isEqualTo("{\"events\":[]}");
    tick("{ \"events\": [] }");
    assertThat(good(admin.get(Demo.BASE + "/plugins/available"), 200).data().toString())
        .isEqualTo("{\"items\":[]}");
    tick("{ \"items\": [] }");
  }
}
