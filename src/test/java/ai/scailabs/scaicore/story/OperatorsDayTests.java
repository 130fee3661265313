package ai.scailabs.scaicore.story;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.EventStream;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.PluginServer;
import ai.scailabs.scaicore.testing.ServerTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What an operator does when a Core fails: event, log, breakpoint, step, look, fix, retry. */
@ServerTest
class OperatorsDayTests {

  @LocalServerPort private int port;

  private static String source(String url, String total) {
    return """
    {"schema_version": "0.2", "name": "Orders",
     "plugins": [{"alias": "shop", "endpoint": "%s/shop"}],
     "flows": [{"name": "main", "body": [
       {"kind": "rigid", "source_location": {"node_id": "fetch"}, "result_binding": "order",
        "statements": [{"kind": "plugin_call", "alias": "shop", "method": "order",
                        "args": {"id": "input.id"}}]},
       {"kind": "debug", "level": "info", "message": "order {{input.id}} fetched"},
       {"kind": "rigid", "source_location": {"node_id": "sum"},
        "statements": [{"kind": "return", "value": "%s"}]}]}]}
    """
        .formatted(url, total);
  }

  private static List<String> messages(JsonNode logs) {
    return logs.valueStream().map(line -> line.path("message").asString()).toList();
  }

  private static List<String> types(JsonNode events) {
    return events.valueStream().map(event -> event.path("type").asString()).toList();
  }

  @Test
  void aFailureIsFoundInTheLogUnderstoodAtABreakpointFixedAndRetried() {
    var admin = new Http(port, Demo.ADMIN);
    var operator = admin.as(Demo.OPERATOR);
    try (var shop = new PluginServer()) {
      var core = Demo.running(operator, "Orders", source(shop.url(), "order.total.gross * 2"));
      var path = Demo.CORES + "/" + core;
      try (var stream = new EventStream(port, Demo.OPERATOR, path + "/logs/stream", null)) {
        Eventually.get(stream::comments, c -> !c.isEmpty());

        // In the morning an order comes in while the shop is down: an execution fails, the event
        // is in the history, and the log says where.
        shop.then(PluginServer.status(404, "{\"error\": \"no such order\"}"));
        var trigger = "{\"event_type\": \"order.placed\", \"flow\": \"main\", \"config\": {}}";
        assertThat(operator.post(path + "/triggers", trigger).status()).isEqualTo(201);
        var event = "{\"event_name\": \"order.placed\", \"data\": {\"id\": 1}}";
        var sent = operator.post(path + "/events", event);
        assertThat(sent.status()).as(sent.body()).isEqualTo(202);
        var failed =
            Demo.settled(operator, sent.data().at("/execution_ids/0").asString(), "failed").data();
        var heard =
            Eventually.get(
                () -> operator.get(path + "/events/history").data().path("events"),
                events -> types(events).contains("scaicore.runtime.invocation.failed"));
        assertThat(types(heard)).contains("order.placed");
        var order = heard.get(types(heard).indexOf("order.placed"));
        assertThat(order.toString()).contains(failed.path("id").asString());
        var line =
            Eventually.get(
                () -> operator.get(path + "/logs?level=warn").data().path("logs"),
                logs -> !logs.isEmpty());
        assertThat(line.path(0).path("node_id").asString()).isEqualTo("fetch");
        assertThat(line.path(0).at("/fields/code").asString()).isEqualTo("PLUGIN_ERROR");

        // It is up again, but what it says is not what the program expects.
        shop.otherwise(PluginServer.result("{\"total\": null, \"sum\": 21}"));
        var second = Demo.invoke(operator, core, "{\"id\": 2}").data();
        assertThat(second.at("/error/code").asString()).isEqualTo("NULL_REFERENCE");

        // Whoever may debug stops the next one before the sum, and looks.
        var set = admin.post(path + "/debug/breakpoint", "{\"node_id\": \"fetch\"}");
        assertThat(set.status()).as(set.body()).isEqualTo(201);
        var third = Demo.invoke(operator, core, "{\"id\": 3}").data();
        assertThat(third.path("status").asString()).isEqualTo("breakpoint");
        assertThat(
                operator
                    .get(Demo.EXECUTIONS + "?status=breakpoint&core_id=" + core)
                    .data()
                    .path("items"))
            .hasSize(1);
        var step = "{\"execution_id\": \"" + third.path("id").asString() + "\", \"mode\": \"%s\"}";
        admin.post(path + "/debug/step", step.formatted("over"));
        admin.post(path + "/debug/step", step.formatted("over"));
        var seen =
            admin.post(
                path + "/debug/inspect",
                "{\"execution_id\": \"%s\", \"expression\": \"order.sum * 2\"}"
                    .formatted(third.path("id").asString()));
        var place = seen.data().at("/places/0");
        assertThat(place.path("node_id").asString()).as(seen.body()).isEqualTo("sum");
        assertThat(place.at("/variables/order/sum").asInt()).isEqualTo(21);
        assertThat(place.path("value").asInt()).isEqualTo(42);
        var ends = admin.post(path + "/debug/step", step.formatted("continue")).data();
        assertThat(ends.path("status").asString()).isEqualTo("failed");
        admin.delete(path + "/debug/breakpoint/" + set.data().path("id").asString());

        // The source is fixed; what comes from now on is right.
        var fixed = operator.put(path, "{\"source\": " + source(shop.url(), "order.sum * 2") + "}");
        assertThat(fixed.status()).as(fixed.body()).isEqualTo(200);
        assertThat(operator.post(path + "/restart", "").status()).isEqualTo(200);
        var fourth = Demo.invoke(operator, core, "{\"id\": 4}").data();
        assertThat(fourth.path("output").asInt()).as(fourth.toString()).isEqualTo(42);

        // The first one is retried on the program it began with, now that the shop says more.
        shop.otherwise(PluginServer.result("{\"total\": {\"gross\": 4}, \"sum\": 4}"));
        var id = failed.path("id").asString();
        assertThat(operator.post(Demo.EXECUTIONS + "/" + id + "/retry", "").status())
            .isEqualTo(202);
        var done = Demo.settled(operator, id, "completed", "failed").data();
        assertThat(done.path("output").asInt()).as(done.toString()).isEqualTo(8);
        var told =
            Eventually.get(
                () -> operator.get(path + "/logs?execution_id=" + id).data().path("logs"),
                logs -> messages(logs).contains("execution completed"));
        assertThat(messages(told))
            .contains("execution is retried", "order 1 fetched", "execution began");

        // Whoever followed has seen it all.
        Eventually.get(
            () -> stream.events().stream().map(e -> e.data().path("message").asString()).toList(),
            said ->
                said.containsAll(
                    List.of(
                        "execution stopped at a breakpoint",
                        "order 4 fetched",
                        "order 1 fetched")));
      }
    }
  }
}
