package ai.scailabs.scaicore.durability;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.execution.Failpoint;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The sample programs in two replicas over one database, one of them killed in the middle. */
@ExtendWith(Fleet.Resolver.class)
class SampleProgramTests {

  @Test
  void whatAKilledReplicaWasAtIsEndedByTheOther(Fleet fleet) {
    var admin = fleet.admin();
    var desk =
        Demo.running(
            admin,
            "Desk of two",
            Demo.sample("support-desk.ir.json")
                .replace("http://127.0.0.1:18099", fleet.outside().url()));
    var agent = Demo.running(admin, "Agent of two", Demo.sample("approval-agent.ir.json"));
    String handled;
    String fanned;
    JsonNode asked;
    try (var child = ChildReplica.start(fleet, "after-record:hang:2,before-end-commit:hang")) {
      // Its model call is the first that is recorded.
      asked = invoke(child.admin(), agent, "", "{\"message\": \"Hotel 400\"}");
      asked = Demo.settled(child.admin(), asked.path("id").asString(), "suspended").data();
      // The plugin's answer is the second.
      handled =
          id(
              invoke(
                  child.admin(), desk, "handle", "{\"customer_id\": \"c1\", \"message\": \"Hi\"}"));
      child.await(Failpoint.AFTER_RECORD);
      fanned = id(invoke(child.admin(), desk, "fan_out", "{\"customer_id\": \"c2\"}"));
      child.await(Failpoint.BEFORE_END_COMMIT);
      child.kill();
    }
    var resolved =
        admin.post(
            Demo.CHECKPOINTS + "/" + asked.path("checkpoint_id").asString() + "/resolve",
            "{\"decision\": \"approve\"}");

    assertThat(resolved.status()).as(resolved.body()).isEqualTo(200);
    assertThat(output(admin, id(asked)).path("decision").asString()).isEqualTo("approve");
    assertThat(output(admin, handled).path("turns").asInt()).isEqualTo(1);
    assertThat(output(admin, fanned).toString())
        .isEqualTo("{\"both\":{\"sum\":6,\"max\":3},\"squares\":[1,4,9],\"i\":5,\"big\":[20,30]}");
    // The plugin was asked once, and what was remembered was remembered once.
    assertThat(fleet.outside().calls())
        .filteredOn(call -> call.context().path("execution_id").asString().equals(handled))
        .hasSize(1);
    var again =
        invoke(admin, desk, "handle", "{\"customer_id\": \"c1\", \"message\": \"Hi again\"}");
    assertThat(output(admin, id(again)).path("turns").asInt()).isEqualTo(2);
  }

  private static JsonNode invoke(Http caller, String core, String flow, String input) {
    var body =
        flow.isEmpty()
            ? "{\"input\": %s}".formatted(input)
            : "{\"flow\": \"%s\", \"input\": %s}".formatted(flow, input);
    var answer =
        caller.send(
            "POST",
            Demo.CORES + "/" + core + "/invoke",
            request ->
                request
                    .header("Content-Type", "application/json")
                    .header("Prefer", "respond-async")
                    .POST(BodyPublishers.ofString(body)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return answer.data();
  }

  private static String id(JsonNode execution) {
    return execution.path("id").asString();
  }

  private static JsonNode output(Http caller, String execution) {
    var done = Demo.settled(caller, execution, "completed", "failed").data();
    assertThat(done.path("status").asString()).as(done.toString()).isEqualTo("completed");
    return done.path("output");
  }
}
