package ai.scailabs.scaicore.story;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** A purchase desk: reached by events, by a shop's webhook, at night, and by its own API. */
@ServerTest
class EventsStoryTests {

  private static final String SOURCE =
      """
      {"schema_version": "0.2", "name": "Purchase desk",
       "types": {"Purchase": {"item": "string", "amount": "int"}},
       "flows": [
         {"name": "purchase", "description": "Decides a purchase.",
          "params": [{"name": "item", "type": "string"}, {"name": "amount", "type": "int"}],
          "output_type": "{item: string, decision: string}",
          "body": [
            {"kind": "match", "subject": "amount > 100", "arms": [{"pattern": true, "body": [
              {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Buy {{item}}?",
               "options": ["approve", "reject"], "result_binding": "answer"},
              {"kind": "rigid", "statements": [{"kind": "return", "value":
                "{item: item, decision: answer.decision}"}]}]}],
             "default": [{"kind": "rigid", "statements": [{"kind": "return", "value":
                "{item: item, decision: 'automatic'}"}]}]}]},
         {"name": "report", "body": [{"kind": "rigid", "statements": [
            {"kind": "return", "value": "{by: trigger.kind}"}]}]}],
       "triggers": [
         {"kind": "event", "name": "requested", "event_type": "purchase.request",
          "target_flow": "purchase"},
         {"kind": "api", "name": "buy", "target_flow": "purchase", "method": "PUT",
          "path": "/purchases/{item}"}]}
      """;

  @LocalServerPort private int port;

  @Test
  void aCoreIsReachedByEventsAWebhookAScheduleAndItsOwnApi() {
    var admin = new Http(port, Demo.ADMIN);
    var core = Demo.running(admin, "Purchase desk", SOURCE);
    var path = Demo.CORES + "/" + core;
    admin.put(path, "{\"runtime_mode\": \"api\"}");

    // An event that the program waits for decides a small purchase by itself; said twice, once.
    var event =
        "{\"event_name\": \"purchase.request\", \"data\": {\"item\": \"pens\", \"amount\": 9},"
            + " \"idempotency_key\": \"req-1\"}";
    var sent = admin.post(path + "/events", event);
    assertThat(sent.status()).isEqualTo(202);
    assertThat(admin.post(path + "/events", event).data()).isEqualTo(sent.data());
    assertThat(output(admin, sent).path("decision").asString()).isEqualTo("automatic");

    // The shop is given a webhook, and calls it like anybody else's.
    var hook =
        admin
            .post(
                path + "/triggers",
                "{\"event_type\": \"shop.order\", \"flow\": \"purchase\","
                    + " \"config\": {\"kind\": \"webhook\", \"path\": \"shop\"}}")
            .data();
    var order = "{\"item\": \"desk\", \"amount\": 900}";
    var secret = hook.path("secret").asString();
    assertThat(call(admin, hook.path("url").asString(), "guessed", order).status()).isEqualTo(404);
    var ordered = call(admin, hook.path("url").asString(), secret, order);
    assertThat(ordered.status()).isEqualTo(202);

    // That is too much to go without a person, who finds it in the inbox.
    var execution = ordered.data().at("/execution_ids/0").asString();
    var waiting = Demo.settled(admin, execution, "suspended").data();
    var checkpoint = waiting.path("checkpoint_id").asString();
    assertThat(admin.get(Demo.CHECKPOINTS).body()).contains(checkpoint).contains("Buy desk?");
    admin.post(Demo.CHECKPOINTS + "/" + checkpoint + "/resolve", "{\"decision\": \"approve\"}");
    assertThat(Demo.settled(admin, execution, "completed").data().at("/output/decision").asString())
        .isEqualTo("approve");

    // A schedule is added and taken away again; until then it waits for its hour.
    var nightly =
        admin
            .post(
                path + "/triggers",
                "{\"flow\": \"report\", \"config\": {\"kind\": \"schedule\", \"cron\": \"0 2 * *"
                    + " *\", \"timezone\": \"Europe/Amsterdam\"}}")
            .data()
            .path("id")
            .asString();
    assertThat(admin.get(path + "/triggers").data().path("items").size()).isEqualTo(2);
    assertThat(admin.delete(path + "/triggers/" + nightly).status()).isEqualTo(200);

    // Its own API says what it takes, and takes it.
    var spec = admin.get(path + "/api/spec?format=openapi").json();
    assertThat(spec.path("paths").path("/purchases/{item}").has("put")).isTrue();
    var bought = put(admin, path + "/api/invoke/purchases/coffee%20beans", "{\"amount\": 20}");
    assertThat(bought.status()).isEqualTo(200);
    assertThat(bought.data().path("item").asString()).isEqualTo("coffee beans");
    assertThat(put(admin, path + "/api/invoke/purchases/tea", "{\"amount\": \"x\"}").field())
        .isEqualTo("body.amount");
    var large = put(admin, path + "/api/invoke/purchases/car", "{\"amount\": 20000}");
    assertThat(large.status()).isEqualTo(202);
    assertThat(admin.get(large.header("Location")).data().path("status").asString())
        .isEqualTo("suspended");

    // All of it can be looked up afterwards,
    var history =
        Eventually.get(
            () -> admin.get(path + "/events/history?limit=200").data().path("events"),
            events -> types(events).contains("scaicore.checkpoint_resolved"));
    assertThat(types(history))
        .contains("purchase.request", "shop.order", "scaicore.runtime.invocation.completed");

    // and a Core that is gone takes nothing with it that others could reach.
    assertThat(admin.delete(path).status()).isEqualTo(200);
    assertThat(admin.post(path + "/events", event).code()).isEqualTo("CORE_NOT_FOUND");
    assertThat(call(admin, hook.path("url").asString(), secret, order).status()).isEqualTo(404);
  }

  private static String types(JsonNode events) {
    return String.join(" ", events.findValuesAsString("type"));
  }

  private static JsonNode output(Http caller, Http.Answer accepted) {
    var id = accepted.data().at("/execution_ids/0").asString();
    return Demo.settled(caller, id, "completed").data().path("output");
  }

  private static Http.Answer put(Http caller, String path, String json) {
    return caller.put(path, json);
  }

  private static Http.Answer call(Http caller, String url, String secret, String body) {
    var timestamp = Long.toString(System.currentTimeMillis() / 1000);
    return caller
        .as(null)
        .send(
            "POST",
            url,
            r ->
                r.header("Content-Type", "application/json")
                    .header("X-ScaiGrid-Timestamp", timestamp)
                    .header("X-ScaiGrid-Signature", signature(secret, timestamp + "." + body))
                    .POST(BodyPublishers.ofString(body)));
  }

  private static String signature(String secret, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return "sha256="
          + HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
