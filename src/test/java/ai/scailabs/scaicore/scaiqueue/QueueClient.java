package ai.scailabs.scaicore.scaiqueue;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Http;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A caller of ScaiQueue, with a scope of its own. */
final class QueueClient {

  static final String BASE = "/v1/modules/scaiqueue";

  private final Http http;
  private final String scope;

  private QueueClient(Http http, String scope) {
    this.http = http;
    this.scope = scope;
  }

  static QueueClient of(Http http) {
    var slug = "s-" + UUID.randomUUID();
    var made = http.post(BASE + "/scopes", "{\"slug\": \"" + slug + "\"}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return new QueueClient(http, slug);
  }

  /** The same scope as another caller. */
  QueueClient as(Http other) {
    return new QueueClient(other, scope);
  }

  Http http() {
    return http;
  }

  String scope() {
    return scope;
  }

  String path() {
    return BASE + "/scopes/" + scope;
  }

  String queues() {
    return path() + "/queues";
  }

  /** Makes a queue of this slug; {@code more} are further members of the body. */
  String queue(String slug, String... more) {
    var members = new ArrayList<>(List.of("\"slug\": \"" + slug + "\""));
    members.addAll(List.of(more));
    var made = http.post(queues(), "{" + String.join(", ", members) + "}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.data().path("id").asString();
  }

  Http.Answer publish(String queue, String body, String... more) {
    var members = new ArrayList<>(List.of("\"message_type\": \"t\"", "\"body\": " + body));
    members.addAll(List.of(more));
    return http.post(queues() + "/" + queue + "/messages", "{" + String.join(", ", members) + "}");
  }

  /** The id of the message. */
  String published(String queue, String body, String... more) {
    var answer = publish(queue, body, more);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.data().path("id").asString();
  }

  List<JsonNode> claim(String queue, int max, String... more) {
    var members = new ArrayList<>(List.of("\"max\": " + max));
    members.addAll(List.of(more));
    var answer =
        http.post(queues() + "/" + queue + "/claim", "{" + String.join(", ", members) + "}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.data().path("items").valueStream().toList();
  }

  /** Does something to a claimed message. */
  Http.Answer act(String verb, JsonNode message, String... more) {
    var members =
        new ArrayList<>(List.of("\"claim_id\": \"" + message.path("claim_id").asString() + "\""));
    members.addAll(List.of(more));
    return http.post(
        message(message.path("id").asString()) + "/" + verb,
        "{" + String.join(", ", members) + "}");
  }

  static String message(String id) {
    return BASE + "/messages/" + id;
  }

  static List<String> bodies(List<JsonNode> messages) {
    return messages.stream().map(m -> m.path("body").asString()).toList();
  }
}
