package ai.scailabs.scaicore.trigger;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.web.Ids;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/** A program with triggers of all kinds, and what tests ask of it. */
public final class Desk {

  static final String SOURCE =
      """
      {"schema_version": "0.2", "name": "Desk",
       "flows": [
         {"name": "order", "params": [{"name": "amount", "type": "int"}], "body": [
           {"kind": "rigid", "statements": [
             {"kind": "return", "value": "{amount: amount, trigger: trigger}"}]}]},
         {"name": "note", "params": [], "body": [
           {"kind": "rigid", "statements": [
             {"kind": "return", "value": "{got: input, trigger: trigger}"}]}]}],
       "triggers": [
         {"kind": "event", "name": "on-order", "event_type": "order.placed", "target_flow": "order"},
         {"kind": "event", "name": "unnamed", "target_flow": "note"},
         {"kind": "webhook", "name": "inbox", "target_flow": "note"}]}
      """;

  private Desk() {}

  public static String running(Http caller) {
    return Demo.running(caller, "Desk " + Ids.next(""), SOURCE);
  }

  static Http.Answer send(Http caller, String core, String body) {
    return caller.post(Demo.CORES + "/" + core + "/events", body);
  }

  public static Http.Answer register(Http caller, String core, String body) {
    return caller.post(Demo.CORES + "/" + core + "/triggers", body);
  }

  static List<JsonNode> triggers(Http caller, String core) {
    return caller
        .get(Demo.CORES + "/" + core + "/triggers")
        .data()
        .path("items")
        .valueStream()
        .toList();
  }

  static List<JsonNode> executions(Http caller, String core) {
    return caller
        .get(Demo.EXECUTIONS + "?core_id=" + core)
        .data()
        .path("items")
        .valueStream()
        .toList();
  }

  /** The output of the only execution that an answer tells of. */
  static JsonNode output(Http caller, Http.Answer accepted) {
    var id = accepted.data().path("execution_ids").path(0).asString();
    return Demo.settled(caller, id, "completed", "failed").data().path("output");
  }

  static String hmac(String secret, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return "sha256="
          + HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A request to a webhook, signed as this service signs. */
  public static Http.Answer signed(
      Http caller, String url, String secret, long timestamp, String body) {
    return hook(
        caller,
        url,
        body,
        r ->
            r.header("X-ScaiGrid-Timestamp", Long.toString(timestamp))
                .header("X-ScaiGrid-Signature", hmac(secret, timestamp + "." + body)));
  }

  static Http.Answer hook(
      Http caller,
      String url,
      String body,
      UnaryOperator<java.net.http.HttpRequest.Builder> headers) {
    return caller
        .as(null)
        .send(
            "POST",
            url,
            r ->
                headers
                    .apply(r)
                    .header("Content-Type", "application/json")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body)));
  }
}
