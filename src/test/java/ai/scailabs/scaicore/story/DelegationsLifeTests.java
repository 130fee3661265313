package ai.scailabs.scaicore.story;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Tenant;
import ai.scailabs.scaicore.identity.User;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.PluginServer;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A Core acts as a user: from the grant, over what others see of it, to its end. */
@ServerTest
class DelegationsLifeTests {

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;
  @Autowired private JdbcClient jdbc;

  private final PluginServer server = new PluginServer();
  private Http admin;
  private Http delegate;
  private Http bystander;
  private Tenant tenant;
  private User user;
  private String core;
  private String path;

  @BeforeEach
  void begin() {
    var town = new Town(directory);
    tenant = town.tenant();
    admin = new Http(port, town.key(town.user(tenant, BuiltInRole.TENANT_ADMIN)));
    user = town.user(tenant, BuiltInRole.TENANT_USER);
    town.role(user, Permission.SCAICORE_CHECKPOINT_RESOLVE);
    delegate = admin.as(town.key(user));
    var other = town.user(tenant, BuiltInRole.TENANT_USER);
    town.role(other, Permission.SCAICORE_CHECKPOINT_RESOLVE);
    bystander = admin.as(town.key(other));
    core = Demo.create(admin, "Delegate", source());
    path = Demo.CORES + "/" + core;
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aDelegationIsGrantedUsedExpiresIsRenewedAndRevoked() throws Exception {
    granted("2099-01-01T00:00:00Z");
    assertThat(admin.post(path + "/start", "").status()).isEqualTo(200);

    var run = invoked("call");
    assertThat(run.path("output").asString()).isEqualTo("called");
    assertThat(run.path("delegated_user_id").asString()).isEqualTo(user.id());
    theTokenIsGood();
    theAuditShowsBoth("execution.create", run.path("id").asString());

    theDelegatedUserIsAskedAndAnswers();

    // It ends while the Core runs, and is seen to at the next use.
    var end = Instant.now().plus(Duration.ofSeconds(2));
    renewed(end.toString());
    Eventually.get(
        () -> invoked("call").path("output").asString(), said -> said.equals("DELEGATION_EXPIRED"));
    assertThat(Instant.now()).isAfterOrEqualTo(end);
    assertThat(invoked("ask").path("output").asString()).isEqualTo("DELEGATION_EXPIRED");

    renewed("2099-01-01T00:00:00Z");
    assertThat(invoked("call").path("output").asString()).isEqualTo("called");

    admin.put("/v1/users/" + user.id(), "{\"active\": false}");
    assertThat(invoked("call").path("output").asString()).isEqualTo("DELEGATED_USER_NOT_FOUND");
    assertThat(invoked("ask").path("output").asString()).isEqualTo("DELEGATED_USER_NOT_FOUND");
    admin.put("/v1/users/" + user.id(), "{\"active\": true}");
    assertThat(invoked("call").path("output").asString()).isEqualTo("called");

    assertThat(admin.post(path + "/revoke-delegation", "").status()).isEqualTo(200);
    assertThat(invoked("ask").path("output").asString()).isEqualTo("DELEGATION_NOT_ACTIVE");
    // As itself it may call, and says so.
    var alone = invoked("call");
    assertThat(alone.path("output").asString()).isEqualTo("called");
    assertThat(alone.path("delegated_user_id").isNull()).isTrue();
    assertThat(server.lastCall().headers()).doesNotContainKey("authorization");
    assertThat(server.lastCall().context().has("user_id")).isFalse();
  }

  private void granted(String end) {
    var granted =
        admin.post(
            path + "/delegate",
            "{\"user_id\": \"%s\", \"scopes\": [\"models:use\", \"files:read\"], \"expires_at\": \"%s\"}"
                .formatted(user.id(), end));
    assertThat(granted.status()).as(granted.body()).isEqualTo(200);
  }

  private void renewed(String end) {
    var renewed = admin.put(path + "/delegation", "{\"expires_at\": \"" + end + "\"}");
    assertThat(renewed.status()).as(renewed.body()).isEqualTo(200);
  }

  private JsonNode invoked(String flow) {
    var answer = admin.post(path + "/invoke", "{\"input\": {}, \"flow\": \"" + flow + "\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.data();
  }

  /** As a plugin would check it: with the keys of the public address, and a library. */
  private void theTokenIsGood() throws Exception {
    var header = Objects.requireNonNull(server.lastCall().headers().get("authorization"));
    assertThat(header).startsWith("Bearer ");
    var keys =
        JWKSourceBuilder.<SecurityContext>create(
                URI.create(
                        "http://127.0.0.1:" + port + "/v1/modules/scaicore/.well-known/jwks.json")
                    .toURL())
            .build();
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, keys));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            server.url(),
            new JWTClaimsSet.Builder().issuer("scaicore").subject(user.id()).build(),
            Set.of("exp", "iat", "jti", "act")));
    var claims = processor.process(header.substring("Bearer ".length()), null);
    assertThat(claims.getClaim("act")).isEqualTo(Map.of("sub", "core:" + core));
    assertThat(claims.getStringClaim("scope")).isEqualTo("models:use files:read");
    assertThat(
            Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()))
        .isEqualTo(Duration.ofMinutes(5));
    assertThat(server.lastCall().context().path("user_id").asString()).isEqualTo(user.id());
  }

  private void theAuditShowsBoth(String action, String resource) {
    theAuditShows(action, resource, user.id());
  }

  /** The Core, and whom it acted as; null: nobody. */
  private void theAuditShows(String action, String resource, @Nullable String userId) {
    var events =
        admin
            .get("/v1/audit/events?action=" + action + "&resource_id=" + resource)
            .data()
            .path("items");
    assertThat(events.size()).isEqualTo(1);
    assertThat(events.get(0).path("core_id").asString()).isEqualTo(core);
    assertThat(events.get(0).path("delegated_user_id").asString(null)).isEqualTo(userId);
  }

  @Test
  void aCallUnderWayIsNotTriedAgainAsAUserWhoMayNotBeActedAsAnyMore() {
    granted("2099-01-01T00:00:00Z");
    assertThat(admin.post(path + "/start", "").status()).isEqualTo(200);

    busyWhile(() -> admin.post(path + "/revoke-delegation", ""));
    assertThat(invoked("call").path("output").asString()).isEqualTo("DELEGATION_NOT_ACTIVE");
    granted("2099-01-01T00:00:00Z");
    busyWhile(() -> admin.put("/v1/users/" + user.id(), "{\"active\": false}"));
    assertThat(invoked("call").path("output").asString()).isEqualTo("DELEGATED_USER_NOT_FOUND");
    admin.put("/v1/users/" + user.id(), "{\"active\": true}");
    busyWhile(this::expire);
    assertThat(invoked("call").path("output").asString()).isEqualTo("DELEGATION_EXPIRED");
    granted("2099-01-01T00:00:00Z");
    busyWhile(() -> anotherIsDelegated());
    assertThat(invoked("call").path("output").asString()).isEqualTo("DELEGATION_NOT_ACTIVE");
    assertThat(server.calls()).hasSize(4);
  }

  /** The plugin says that it is busy, once, and meanwhile something happens. */
  private void busyWhile(Runnable meanwhile) {
    server.then(
        (exchange, call) -> {
          meanwhile.run();
          PluginServer.status(503, "").to(exchange, call);
        });
  }

  private void anotherIsDelegated() {
    var other = new Town(directory).user(tenant, BuiltInRole.TENANT_USER);
    admin.post(
        path + "/delegate", "{\"user_id\": \"" + other.id() + "\", \"scopes\": [\"files:read\"]}");
  }

  private void expire() {
    jdbc.sql("update mod_scaicore_cores set delegation_expires_at = now() where id = ?")
        .param(core)
        .update();
  }

  @Test
  void whoeverMayNotBeActedAsAnyMoreIsNotNamedInRecords() {
    var program =
        Demo.program(
            """
            {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Go on?",
             "assignee": "role:tenant_admin"}
            """);
    admin.put(path, "{\"source\": " + program + "}");
    admin.post(path + "/plugins", "{\"alias\": \"crm\", \"endpoint\": \"" + server.url() + "\"}");
    granted("2099-01-01T00:00:00Z");
    assertThat(admin.post(path + "/start", "").status()).isEqualTo(200);
    admin.post(path + "/plugins/crm/test", "{}");
    theAuditShowsBoth("plugin.test", core + "/crm");

    expire();

    var waiting = invoked("main");
    assertThat(waiting.path("delegated_user_id").isNull()).isTrue();
    theAuditShows("execution.create", waiting.path("id").asString(), null);
    theAuditShows("checkpoint.create", waiting.path("checkpoint_id").asString(), null);
  }

  @Test
  void aCoreThatIsCalledAfterARevocationIsCalledByACoreAlone() {
    var called =
        Demo.running(
            admin, "Called later", Demo.program("{\"kind\": \"debug\", \"message\": \"called\"}"));
    var program =
        """
        {"schema_version": "0.2", "name": "Calls",
         "plugins": [{"alias": "crm", "endpoint": "%s/crm"}],
         "flows": [{"name": "main", "body": [
           {"kind": "rigid", "statements": [
             {"kind": "plugin_call", "alias": "crm", "method": "find", "args": {}}]},
           {"kind": "core_call", "target": "core://%s/called-later"}]}]}
        """
            .formatted(server.url(), tenant.slug());
    admin.put(path, "{\"privilege_level\": \"elevated\", \"source\": " + program + "}");
    granted("2099-01-01T00:00:00Z");
    assertThat(admin.post(path + "/start", "").status()).isEqualTo(200);
    server.then(
        (exchange, call) -> {
          admin.post(path + "/revoke-delegation", "");
          PluginServer.result("1").to(exchange, call);
        });

    var run =
        Demo.settled(admin, invoked("main").path("id").asString(), "completed", "failed").data();

    assertThat(run.path("status").asString()).as(run.toString()).isEqualTo("completed");
    assertThat(run.path("delegated_user_id").asString()).isEqualTo(user.id());
    var child = admin.get(Demo.CORES + "/" + called + "/executions").data().path("items").get(0);
    theAuditShows("execution.create", child.path("id").asString(), null);
  }

  private void theDelegatedUserIsAskedAndAnswers() {
    var waiting = invoked("ask");
    assertThat(waiting.path("status").asString()).as(waiting.toString()).isEqualTo("suspended");
    var checkpoint = waiting.path("checkpoint_id").asString();
    assertThat(delegate.get(Demo.CHECKPOINTS).data().path("items").findValuesAsString("id"))
        .containsExactly(checkpoint);
    assertThat(bystander.get(Demo.CHECKPOINTS).data().path("items").size()).isZero();
    theAuditShowsBoth("checkpoint.create", checkpoint);

    var there = Demo.CHECKPOINTS + "/" + checkpoint;
    var shown = delegate.get(there).data();
    assertThat(shown.path("assignee_type").asString()).isEqualTo("delegated_user");
    assertThat(shown.at("/assignee_resolved/value").asString()).isEqualTo(user.id());
    assertThat(bystander.post(there + "/resolve", "{\"decision\": \"no\"}").status())
        .isEqualTo(403);
    assertThat(delegate.post(there + "/resolve", "{\"decision\": \"yes\"}").status())
        .isEqualTo(200);
    var ended = Demo.settled(admin, waiting.path("id").asString(), "completed").data();
    assertThat(ended.path("output").asString()).isEqualTo("yes");
    assertThat(ended.path("delegated_user_id").asString()).isEqualTo(user.id());
    assertThat(
            admin
                .get(path + "/executions")
                .data()
                .path("items")
                .findValuesAsString("delegated_user_id"))
        .contains(user.id());
  }

  @Test
  void whatItHasAnotherCoreDoIsInTheAuditWithBothOfThem() {
    var called =
        Demo.running(
            admin,
            "Called",
            Demo.program(
                "{\"kind\": \"rigid\", \"statements\": [{\"kind\": \"return\", \"value\":"
                    + " \"1\"}]}"));
    var program =
        Demo.program(
            "{\"kind\": \"core_call\", \"target\": \"core://" + tenant.slug() + "/called\"}");
    admin.put(path, "{\"privilege_level\": \"elevated\", \"source\": " + program + "}");
    granted("2099-01-01T00:00:00Z");
    assertThat(admin.post(path + "/start", "").status()).isEqualTo(200);

    // It may be answered while it waits for the other one.
    var run =
        Demo.settled(admin, invoked("main").path("id").asString(), "completed", "failed").data();
    assertThat(run.path("output").toString()).as(run.toString()).isEqualTo("1");

    var child = admin.get(Demo.CORES + "/" + called + "/executions").data().path("items").get(0);
    theAuditShowsBoth("execution.create", child.path("id").asString());
    // The other Core acts as itself.
    assertThat(child.path("delegated_user_id").isNull()).isTrue();
  }

  @Test
  void aQuestionThatEscalatesToTheDelegateGoesToThemOnlyWhileTheyAre() {
    var program =
        Demo.program(
            """
            {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Go on?",
             "assignee": "role:tenant_admin", "timeout": "500ms", "on_timeout": "escalate",
             "escalation_target": "delegated_user"}
            """);
    admin.put(path, "{\"source\": " + program + "}");
    granted("2099-01-01T00:00:00Z");
    assertThat(admin.post(path + "/start", "").status()).isEqualTo(200);

    var escalated = escalated(invoked("main"));
    assertThat(escalated.path("assignee_type").asString()).isEqualTo("delegated_user");
    assertThat(escalated.at("/assignee_resolved/value").asString()).isEqualTo(user.id());

    admin.post(path + "/revoke-delegation", "");
    assertThat(escalated(invoked("main")).path("assignee_type").asString()).isEqualTo("unrouted");
  }

  private JsonNode escalated(JsonNode waiting) {
    var there = Demo.CHECKPOINTS + "/" + waiting.path("checkpoint_id").asString();
    return Eventually.get(
        () -> admin.get(there).data(),
        shown -> shown.path("assignee_raw").asString().equals("delegated_user"));
  }

  /** Calls a plugin, or asks the delegated user; what fails is told by its code. */
  private String source() {
    return """
    {"schema_version": "0.2", "name": "Delegate",
     "plugins": [{"alias": "crm", "endpoint": "%s/crm"}],
     "flows": [
       {"name": "call", "body": [
         {"kind": "try", "body": [
            {"kind": "rigid", "statements": [
              {"kind": "plugin_call", "alias": "crm", "method": "find", "args": {}},
              {"kind": "return", "value": "'called'"}]}],
          "catch": [{"error": "_", "binding": "why", "body": [
            {"kind": "rigid", "statements": [{"kind": "return", "value": "why.code"}]}]}]}]},
       {"name": "ask", "body": [
         {"kind": "try", "body": [
            {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Go on?",
             "assignee": "delegated_user", "result_binding": "answer"},
            {"kind": "rigid", "statements": [{"kind": "return", "value": "answer.decision"}]}],
          "catch": [{"error": "_", "binding": "why", "body": [
            {"kind": "rigid", "statements": [{"kind": "return", "value": "why.code"}]}]}]}]}]}
    """
        .formatted(server.url());
  }
}
