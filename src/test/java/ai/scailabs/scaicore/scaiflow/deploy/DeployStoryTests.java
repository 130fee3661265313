package ai.scailabs.scaicore.scaiflow.deploy;

import static ai.scailabs.scaicore.scaiflow.FlowClient.FLOWS;
import static ai.scailabs.scaicore.scaiflow.FlowClient.asking;
import static ai.scailabs.scaicore.scaiflow.FlowClient.configured;
import static ai.scailabs.scaicore.scaiflow.FlowClient.detail;
import static ai.scailabs.scaicore.scaiflow.FlowClient.echo;
import static ai.scailabs.scaicore.scaiflow.FlowClient.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Tenant;
import ai.scailabs.scaicore.scaiflow.FlowAccess;
import ai.scailabs.scaicore.scaiflow.FlowClient;
import ai.scailabs.scaicore.scaiflow.compiler.Drawing;
import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** From a graph to a running, published Core, with the caller's own token. */
@ServerTest
class DeployStoryTests {

  @LocalServerPort int port;
  @Autowired DirectoryWriter writer;
  @Autowired JdbcClient jdbc;
  @Autowired FlowAccess access;
  @Autowired FlowLeases leases;
  @Autowired Deployments deployments;
  @Autowired DeployErrors errors;
  @Autowired TransactionOperations transactions;

  Town town;
  Tenant tenant;
  FlowClient flows;

  @BeforeEach
  void setUp() {
    town = new Town(writer);
    tenant = town.tenant();
    flows = new FlowClient(new Http(port, town.key(town.user(tenant, BuiltInRole.TENANT_ADMIN))));
  }

  @Test
  void theEchoAgentGoesFromItsFileToAChatInThreeCalls() {
    var http = flows.http();
    var file = Demo.sample("flows/echo-agent.flow.json");
    var created = http.post(FLOWS, "{\"name\": \"Echo Agent\", \"content\": " + file + "}");
    var id = created.json().path("id").asString();

    var deployed = flows.deploy(id, "");
    assertThat(deployed.status()).as(deployed.body()).isEqualTo(200);
    var slug = deployed.json().path("published_slug").asString();
    assertThat(slug).isEqualTo("scaicore/" + tenant.slug() + "/echo-agent");
    assertThat(deployed.json().path("deployment_id").asString()).startsWith("dep_");
    assertThat(deployed.json().path("core_slug").asString()).isEqualTo("echo-agent");
    assertThat(deployed.json().path("version").asString()).isEqualTo("1.0.0");
    assertThat(deployed.json().path("status").asString()).isEqualTo("succeeded");

    var chat =
        http.post(
            "/v1/inference/chat",
            """
            {"model": "%s", "messages": [{"role": "user", "content": "good morning"}]}
            """
                .formatted(slug));
    assertThat(chat.data().at("/choices/0/message/content").asString())
        .isEqualTo("You said: good morning");
    var core = flows.core(deployed.json().path("core_id").asString()).data();
    assertThat(core.at("/source/scaiflow_meta/source_id").asString()).isEqualTo(id);
    assertThat(core.at("/source/scaiflow_meta/source_version").asString()).isEqualTo("1.0.0");
  }

  @Test
  void aSecondDeployUpdatesTheCoreWhileAnExecutionWaitsOnTheProgramBefore() {
    var http = flows.http();
    var id = flows.create("Asking", asking("Asking", "old {{message}}"));
    var first = flows.deployed(id);
    var core = first.path("core_id").asString();
    var waiting = Demo.invoke(http, core, "{\"message\": \"one\"}").data();
    assertThat(waiting.path("status").asString()).as(waiting.toString()).isEqualTo("suspended");

    flows.put(id, asking("Asking", "new {{message}}"));
    var second = flows.deployed(id);
    assertThat(second.path("core_id").asString()).isEqualTo(core);
    assertThat(second.path("version").asString()).isEqualTo("1.0.1");
    assertThat(flows.core(core).data().path("status").asString()).isEqualTo("running");

    var later = Demo.invoke(http, core, "{\"message\": \"two\"}").data();
    assertThat(answered(http, waiting.path("checkpoint_id").asString())).isEqualTo("old one");
    assertThat(answered(http, later.path("checkpoint_id").asString())).isEqualTo("new two");
    var deployments = flows.deployments(id);
    assertThat(deployments.path("total").asInt()).isEqualTo(2);
    assertThat(deployments.path("items").findValuesAsString("version"))
        .containsExactly("1.0.1", "1.0.0");
  }

  private static String answered(Http http, String checkpoint) {
    var resolved =
        http.post(Demo.CHECKPOINTS + "/" + checkpoint + "/resolve", "{\"decision\": \"yes\"}");
    assertThat(resolved.status()).as(resolved.body()).isEqualTo(200);
    var execution =
        Demo.settled(http, resolved.data().path("execution_id").asString(), "completed", "failed");
    return execution.data().path("output").toString().replaceAll(".*\"([a-z]+ [a-z]+)\".*", "$1");
  }

  @Test
  void anExpenseIsReviewedByCompletingAMessageAndTheDecisionArrivesAsAnother() {
    var http = flows.http();
    var id = flows.create("Expenses", Drawing.sample("expense-approver"));
    var core = flows.deployed(id).path("core_id").asString();
    var begun =
        http.post(
            Demo.CORES + "/" + core + "/invoke",
            "{\"input\": {\"message\": \"Hotel, 900 euro, travel\"}}");
    assertThat(begun.data().path("status").asString()).as(begun.body()).isEqualTo("suspended");

    var queues = "/v1/modules/scaiqueue/scopes/" + scope("finance-approvals") + "/queues/";
    var review = http.post(queues + "expense-review/claim", "{\"max\": 1}").data().at("/items/0");
    assertThat(review.path("correlation_id").asString())
        .isEqualTo(begun.data().path("checkpoint_id").asString());
    var completed =
        http.post(
            "/v1/modules/scaiqueue/messages/" + review.path("id").asString() + "/complete",
            """
            {"claim_id": "%s",
             "body": {"decision": "approve", "response_data": {"note": "Fine."}}}
            """
                .formatted(review.path("claim_id").asString()));
    assertThat(completed.status()).as(completed.body()).isEqualTo(200);
    var ended = Demo.settled(http, begun.data().path("id").asString(), "completed", "failed");
    assertThat(ended.data().path("status").asString()).as(ended.body()).isEqualTo("completed");
    var done = http.post(queues + "expense-done/claim", "{\"max\": 1}").data().at("/items/0");
    assertThat(done.path("message_type").asString()).isEqualTo("decision-made");
    assertThat(done.at("/body/decision").asString()).isEqualTo("approve");
  }

  @Test
  void deploysOfOneFlowAtTheSameTimeLeaveOneCore() {
    var id = flows.create("Crowd", echo("Crowd", "x"));
    var answers = AtOnce.run(6, i -> flows.deploy(id, "{}"));
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.status()).as(answer.body()).isEqualTo(200));
    assertThat(answers.stream().map(answer -> answer.json().path("core_id").asString()).distinct())
        .hasSize(1);
    assertThat(flows.coresOf(id)).isEqualTo(1);
    assertThat(flows.deployments(id).path("total").asInt()).isEqualTo(6);
  }

  @Test
  void aKeyDeploysOnceAndAFailureMayBeSentAgain() {
    var id = flows.create("Keyed", echo("Keyed", "x"));
    var answers = AtOnce.run(4, i -> keyed(id, "k-1", "{}"));
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.status()).as(answer.body()).isEqualTo(200));
    assertThat(answers.stream().map(Http.Answer::body).distinct()).hasSize(1);
    assertThat(flows.deployments(id).path("total").asInt()).isEqualTo(1);
    var other = keyed(id, "k-1", "{\"publish_as_model\": true}");
    assertThat(other.status()).isEqualTo(400);
    assertThat(detail(other).at("/details/0/field").asString()).isEqualTo("Idempotency-Key");
    assertThat(keyed(id, "x".repeat(256), "{}").status()).isEqualTo(400);

    flows.put(id, Map.of("nodes", List.of()));
    assertThat(error(keyed(id, "k-2", "{}"))).isEqualTo("compile_error");
    flows.put(id, echo("Keyed", "y"));
    assertThat(keyed(id, "k-2", "{}").status()).isEqualTo(200);
  }

  private Http.Answer keyed(String id, String key, String body) {
    return flows
        .http()
        .send(
            "POST",
            FLOWS + "/" + id + "/deploy",
            request ->
                request
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key)
                    .POST(BodyPublishers.ofString(body)));
  }

  @Test
  void aDeletedCoreIsMadeAnewAndAStoppedOneIsLeftStopped() {
    var http = flows.http();
    var id = flows.create("Renewed", echo("Renewed", "x"));
    var first = flows.deployed(id).path("core_id").asString();
    assertThat(http.delete(Demo.CORES + "/" + first).status()).isEqualTo(200);
    var second = flows.deployed(id).path("core_id").asString();
    assertThat(second).isNotEqualTo(first);
    assertThat(flows.coresOf(id)).isEqualTo(1);

    http.post(Demo.CORES + "/" + second + "/stop", "");
    flows.put(id, echo("Renewed", "y"));
    assertThat(flows.deployed(id).path("core_id").asString()).isEqualTo(second);
    assertThat(flows.core(second).data().path("status").asString()).isEqualTo("stopped");
  }

  @Test
  void aDeployThatDiedIsOnRecordAndTheNextOneGoesOnWithItsCore() {
    var id = flows.create("Crashed", echo("Crashed", "x"));
    var first = flows.deployed(id);
    // As a process leaves it that dies between the create and the note of it, still holding on.
    jdbc.sql(
            """
            update scaiflow_flows set core_id = null, deploy_id = ?,
              deploy_until = now() - interval '1 second' where id = ?
            """)
        .params(first.path("deployment_id").asString(), id)
        .update();
    jdbc.sql("update scaiflow_deployments set status = 'running', ended_at = null where id = ?")
        .param(first.path("deployment_id").asString())
        .update();
    assertThat(flows.deployments(id).at("/items/0/status").asString()).isEqualTo("interrupted");

    var second = flows.deployed(id);
    assertThat(second.path("core_id")).isEqualTo(first.path("core_id"));
    assertThat(flows.coresOf(id)).isEqualTo(1);
    var dead = flows.deployments(id).at("/items/1");
    assertThat(dead.path("status").asString()).isEqualTo("interrupted");
    assertThat(dead.at("/error/error").asString()).isEqualTo("deploy_interrupted");
  }

  @Test
  void aGraphThatDoesNotCompileTouchesNothingAndIsOnRecord() {
    var broken = Drawing.sample("three-errors");
    var id = flows.create("Broken", configured(broken, "scaiqueue", Map.of("scope", "never")));
    var failed = flows.deploy(id, "{}");
    assertThat(failed.status()).isEqualTo(400);
    assertThat(error(failed)).isEqualTo("compile_error");
    assertThat(detail(failed).path("fix").asString()).isNotBlank();
    assertThat(detail(failed).path("diagnostics").size()).isGreaterThanOrEqualTo(3);
    assertThat(detail(failed).at("/diagnostics/0").has("node_id")).isTrue();
    var record = flows.deployments(id).at("/items/0");
    assertThat(record.path("status").asString()).isEqualTo("failed");
    assertThat(record.at("/error/error").asString()).isEqualTo("compile_error");
    assertThat(record.path("core_id").isNull()).isTrue();
    assertThat(scopes()).doesNotContain("\"never\"");
    assertThat(flows.coresOf(id)).isZero();
  }

  @Test
  void scopeAndQueuesAreFoundOrMadeInScaiQueuesWords() {
    var queues =
        Map.of(
            "scope",
            "claims",
            "queues",
            List.of(
                Map.of("slug", "in", "consumer_mode", "priority", "max_retries", 3),
                Map.of("slug", "all", "consumer_mode", "broadcast")));
    var id = flows.create("Queued", configured(echo("Queued", "x"), "scaiqueue", queues));
    flows.deployed(id);
    flows.deployed(id);
    var scope = scope("claims");
    var shown = flows.http().get("/v1/modules/scaiqueue/scopes/" + scope + "/queues").data();
    var own =
        shown.path("items").valueStream().filter(q -> !q.path("slug").asString().startsWith("_"));
    var both = own.toList();
    assertThat(both).hasSize(2);
    for (var queue : both) {
      boolean in = queue.path("slug").asString().equals("in");
      assertThat(queue.path("ordering").asString()).isEqualTo(in ? "priority" : "fifo");
      assertThat(queue.path("consumer_mode").asString()).isEqualTo(in ? "competing" : "broadcast");
      assertThat(queue.path("max_retries").asInt()).isEqualTo(in ? 3 : 5);
    }

    var other =
        Map.of("scope", "claims", "queues", List.of(Map.of("slug", "in", "max_retries", 4)));
    var second = flows.create("Other", configured(echo("Other", "x"), "scaiqueue", other));
    var refused = flows.deploy(second, "{}");
    assertThat(refused.status()).isEqualTo(502);
    assertThat(error(refused)).isEqualTo("scaiqueue_provision_failed");
    assertThat(detail(refused).path("scope").asString()).isEqualTo("claims");
    assertThat(detail(refused).path("queue").asString()).isEqualTo("in");
    assertThat(detail(refused).path("message").asString())
        .contains("max_retries is 3, and the flow wants 4");
    assertThat(flows.coresOf(second)).isZero();
  }

  @Test
  void whoMayNotSeeToQueuesIsTold() {
    var maker = town.user(tenant, BuiltInRole.TENANT_USER);
    town.role(maker, Permission.SCAICORE_VIEW, Permission.SCAICORE_MANAGE);
    var theirs = new FlowClient(new Http(port, town.key(maker)));
    var queues = Map.of("scope", "forbidden", "queues", List.of(Map.of("slug", "q")));
    var id = theirs.create("No", configured(echo("No", "x"), "scaiqueue", queues));
    var refused = theirs.deploy(id, "{}");
    assertThat(refused.status()).isEqualTo(502);
    assertThat(error(refused)).isEqualTo("scaiqueue_auth");
    assertThat(detail(refused).path("scope").asString()).isEqualTo("forbidden");
    assertThat(detail(refused).path("fix").asString()).contains("scaiqueue:manage");
    assertThat(detail(refused).at("/upstream/status").asInt()).isEqualTo(403);
    assertThat(detail(refused).at("/upstream/code").asString())
        .isEqualTo("AUTHZ_PERMISSION_DENIED");
  }

  @Test
  void aSlugThatIsSomebodyElsesIsNotTakenOver() {
    var http = flows.http();
    var core =
        Demo.create(http, "Taken", Demo.program("{\"kind\": \"rigid\", \"statements\": []}"));
    var id = flows.create("Taken", echo("Taken", "x"));
    var refused = flows.deploy(id, "{}");
    assertThat(refused.status()).isEqualTo(502);
    assertThat(error(refused)).isEqualTo("scaicore_create_failed");
    assertThat(detail(refused).at("/upstream/code").asString()).isEqualTo("SLUG_CONFLICT");
    assertThat(detail(refused).at("/upstream/status").asInt()).isEqualTo(409);
    assertThat(detail(refused).has("core_id")).isFalse();
    assertThat(flows.core(core).data().path("source").has("scaiflow_meta")).isFalse();
  }

  @Test
  void publicationFollowsTheBodyThenTheConfig() {
    var id = flows.create("Shown", echo("Shown", "x"));
    assertThat(flows.deployed(id).path("published_slug").isNull()).isTrue();
    var published = flows.deploy(id, "{\"publish_as_model\": true}").json();
    var slug = published.path("published_slug").asString();
    assertThat(slug).endsWith("/shown");
    assertThat(flows.deployed(id).path("published_slug").asString()).isEqualTo(slug);
    var group =
        flows
            .http()
            .post("/v1/models/groups", "{\"name\": \"Ours\", \"scope\": \"tenant\"}")
            .data()
            .path("id")
            .asString();
    flows.deploy(id, "{\"publish_as_model\": true, \"group_ids\": [\"%s\"]}".formatted(group));
    assertThat(flows.http().get("/v1/models/groups/" + group).data().path("models").toString())
        .contains(slug);
    var taken = flows.deploy(id, "{\"publish_as_model\": false}").json();
    assertThat(taken.path("published_slug").isNull()).isTrue();
    assertThat(flows.http().get("/v1/models/" + slug).status()).isEqualTo(404);
  }

  private String scope(String slug) {
    for (var scope :
        flows.http().get("/v1/modules/scaiqueue/scopes?limit=200").data().path("items")) {
      if (scope.path("slug").asString().equals(slug)) {
        return scope.path("id").asString();
      }
    }
    throw new AssertionError(scopes());
  }

  private String scopes() {
    return flows.http().get("/v1/modules/scaiqueue/scopes?limit=200").body();
  }

  /** As another replica has it that deploys for an hour. */
  private void hold(String flow) {
    jdbc.sql(
            """
            update scaiflow_flows set deploy_id = 'dep_other', deploy_until = now() + interval '1 h'
            where id = ?
            """)
        .param(flow)
        .update();
  }

  @Test
  void aFlowThatIsDeletedWhileADeployWaitsIsNotFound() {
    var id = flows.create("Going", echo("Going", "x"));
    hold(id);
    var answers =
        AtOnce.run(2, i -> i == 0 ? flows.deploy(id, "{}") : flows.http().delete(FLOWS + "/" + id));
    assertThat(answers.get(1).status()).as(answers.get(1).body()).isEqualTo(204);
    assertThat(answers.get(0).status()).as(answers.get(0).body()).isEqualTo(404);
    assertThat(error(answers.get(0))).isEqualTo("flow_not_found");
  }

  @Test
  void aDeployThatWaitsTooLongIsAConflict() {
    var id = flows.create("Busy", echo("Busy", "x"));
    hold(id);
    var impatient =
        new Turns(
            access,
            leases,
            deployments,
            errors,
            new DeployProperties(Duration.ofMillis(1), Duration.ofSeconds(15)),
            transactions);
    var user = town.user(tenant, BuiltInRole.TENANT_ADMIN);
    var caller = town.admin(tenant, user);
    assertThatThrownBy(() -> impatient.await(caller, id, DeployRequest.NOTHING_SAID, null))
        .isInstanceOf(DeployUnderWay.class);
    assertThat(flows.deployments(id).path("total").asInt()).isZero();
  }

  @Test
  void tooManyGroupsAreRefusedBeforeAnythingBegins() {
    var id = flows.create("Grouped", echo("Grouped", "x"));
    var groups = IntStream.range(0, 101).mapToObj(i -> "\"mg_" + i + "\"").toList();
    var refused = flows.deploy(id, "{\"group_ids\": " + groups + "}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(detail(refused).at("/details/0/field").asString()).isEqualTo("group_ids");
    assertThat(flows.deployments(id).path("total").asInt()).isZero();
  }
}
