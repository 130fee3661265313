package ai.scailabs.scaicore.notification;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.Tenant;
import ai.scailabs.scaicore.identity.User;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.Town;
import ai.scailabs.scaicore.web.Ids;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A new tenant whose programs ask people, with its admin. */
final class Office {

  static final String SETTINGS = Demo.BASE + "/notifications";
  static final String DELIVERIES = SETTINGS + "/deliveries";

  final Town town;
  final Tenant tenant;
  final User boss;
  final Http admin;

  Office(int port, DirectoryWriter directory) {
    town = new Town(directory);
    tenant = town.tenant();
    boss = town.user(tenant, BuiltInRole.TENANT_ADMIN);
    admin = new Http(port, town.key(boss));
  }

  /** Sets how people are told, and answers the settings. */
  JsonNode set(String json) {
    var answer = admin.put(SETTINGS, json);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.data();
  }

  /** Tells a webhook of everything, and answers its secret. */
  String hook(String url) {
    var webhook =
        set("{\"channels\": [\"webhook\"], \"webhook\": {\"url\": \"%s\"}}".formatted(url))
            .path("webhook");
    return webhook.path("secret").asString("");
  }

  /** A Core that runs, and asks somebody; more members of its checkpoint. */
  String core(String members) {
    return Demo.running(
        admin,
        "Asks " + Ids.next(""),
        Demo.program(
            "{\"kind\": \"checkpoint\", \"checkpoint_type\": \"approval\", \"prompt\": \"Pay?\""
                + members
                + "}"));
  }

  /** Has it ask, and answers the id of the checkpoint. */
  String ask(String core) {
    var waiting = Demo.invoke(admin, core, "{}").data();
    assertThat(waiting.path("status").asString()).as(waiting.toString()).isEqualTo("suspended");
    return waiting.path("checkpoint_id").asString();
  }

  /** Has a new Core ask. */
  String asked(String members) {
    return ask(core(members));
  }

  JsonNode checkpoint(String id) {
    return admin.get(Demo.CHECKPOINTS + "/" + id).data();
  }

  /** The deliveries about a checkpoint, newest first. */
  List<JsonNode> deliveries(String checkpointId) {
    var answer = admin.get(DELIVERIES + "?checkpoint_id=" + checkpointId);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.data().path("items").valueStream().toList();
  }

  /** The only delivery about a checkpoint, once it is in a state. */
  JsonNode delivery(String checkpointId, String status) {
    return Eventually.get(
            () -> deliveries(checkpointId),
            found -> found.size() == 1 && status(found.getFirst()).equals(status))
        .getFirst();
  }

  static String status(JsonNode delivery) {
    return delivery.path("status").asString();
  }
}
