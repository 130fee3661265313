package ai.scailabs.scaicore.reference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.ServerTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** "Events and triggers". */
@ServerTest
class EventReferenceTests extends ReadPage {

  private static final String ENDPOINTS =
      """
      POST /cores/{core_id}/events
      GET /cores/{core_id}/events/history
      POST /cores/{core_id}/triggers
      GET /cores/{core_id}/triggers
      DELETE /cores/{core_id}/triggers/{trigger_id}
      """;

  private static final String FIELDS =
      """
      events: event_name
      events: data
      events: accepted
      history: events
      triggers: event_type
      triggers: flow
      triggers: config
      triggers: stored in environment.triggers
      triggers: by its UUID
      """;

  private static final String CODES =
      """
      400 VALIDATION_ERROR
      404 CORE_NOT_FOUND
      404 NOT_FOUND
      """;

  private static final String ADDS =
      "{\"kind\": \"rigid\", \"statements\": [{\"kind\": \"return\", \"value\": \"input.n + 1\"}]}";

  EventReferenceTests() {
    super(ENDPOINTS, FIELDS, CODES);
  }

  @Test
  void anEventStartsTheFlowsThatWaitForIt() {
    var core = running(ADDS);
    var body =
        "{\"event_type\": \"purchase.request\", \"flow\": \"main\", \"config\": {\"own\": 1}}";
    var trigger = good(admin.post(core + "/triggers", body), 201).data();
    assertThat(trigger.path("event_type").asString()).isEqualTo("purchase.request");
    tick("triggers: event_type");
    assertThat(trigger.path("flow").asString()).isEqualTo("main");
    tick("triggers: flow");
    assertThat(trigger.path("config").toString()).isEqualTo("{\"own\":1}");
    tick("triggers: config", "POST /cores/{core_id}/triggers");
    var id = UUID.fromString(trigger.path("id").asString());

    var listed = good(admin.get(core + "/triggers"), 200).data().path("items");
    assertThat(listed.findValuesAsString("id")).containsExactly(id.toString());
    tick("GET /cores/{core_id}/triggers");
    var stored = admin.get(core).data().at("/environment/triggers");
    assertThat(stored.findValuesAsString("id")).containsExactly(id.toString());
    tick("triggers: stored in environment.triggers");

    var event = "{\"event_name\": \"purchase.request\", \"data\": {\"n\": 41}}";
    var sent = good(admin.post(core + "/events", event), 202).data();
    assertThat(sent.path("status").asString()).isEqualTo("accepted");
    assertThat(sent.path("execution_ids")).hasSize(1);
    tick("events: event_name", "events: accepted", "POST /cores/{core_id}/events");
    var execution = sent.at("/execution_ids/0").asString();
    assertThat(Demo.settled(admin, execution, "completed").data().path("output").asInt())
        .isEqualTo(42);
    tick("events: data");

    var history =
        Eventually.get(
            () -> good(admin.get(core + "/events/history"), 200).data().path("events"),
            events ->
                events
                    .findValuesAsString("type")
                    .contains("scaicore.runtime.invocation.completed"));
    assertThat(history.findValuesAsString("type")).contains("purchase.request");
    assertThat(history.findValuesAsString("id")).contains(sent.path("event_id").asString());
    tick("history: events", "GET /cores/{core_id}/events/history");

    good(admin.delete(core + "/triggers/" + id), 200);
    assertThat(admin.get(core + "/triggers").data().path("items")).isEmpty();
    assertThat(admin.get(core).data().at("/environment/triggers")).isEmpty();
    refused(admin.delete(core + "/triggers/" + id), 404, "NOT_FOUND");
    var none = good(admin.post(core + "/events", event), 202).data();
    assertThat(none.path("execution_ids")).isEmpty();
    tick("triggers: by its UUID", "DELETE /cores/{core_id}/triggers/{trigger_id}");
  }

  @Test
  void whatIsWrongIsNamed() {
    var core = running(ADDS);
    var unnamed = admin.post(core + "/events", "{\"data\": {}}");
    refused(unnamed, 400, "VALIDATION_ERROR");
    assertThat(unnamed.field()).isEqualTo("event_name");
    var flow = admin.post(core + "/triggers", "{\"event_type\": \"x\"}");
    refused(flow, 400, "VALIDATION_ERROR");
    assertThat(flow.field()).isEqualTo("flow");
    var nobodys = Demo.CORES + "/core_x";
    refused(admin.post(nobodys + "/events", "{\"event_name\": \"x\"}"), 404, "CORE_NOT_FOUND");
    refused(admin.get(nobodys + "/events/history"), 404, "CORE_NOT_FOUND");
    refused(admin.get(nobodys + "/triggers"), 404, "CORE_NOT_FOUND");
  }
}
