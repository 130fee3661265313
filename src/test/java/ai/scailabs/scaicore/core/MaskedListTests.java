package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.testing.Demo.CORES;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Secrets inside lists are never kept for another element than their own. */
@ServerTest
class MaskedListTests {

  private static final String MASK = "{\"type\": \"secret\", \"value\": null, \"set\": true}";

  @LocalServerPort private int port;
  @Autowired private CoreSecrets secrets;
  private Http admin;

  @BeforeEach
  void signIn() {
    admin = new Http(port, Demo.ADMIN);
  }

  private static String secret(String value) {
    return "{\"type\": \"secret\", \"value\": \"%s\"}".formatted(value);
  }

  private String core(String environment) {
    var made =
        admin.post(
            CORES,
            "{\"name\": \"List %s\", \"environment\": {\"servers\": %s}}"
                .formatted(System.nanoTime(), environment));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.data().path("id").asString();
  }

  private Http.Answer put(String id, String body) {
    return admin.send(
        "PUT",
        CORES + "/" + id,
        r -> r.header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body)));
  }

  private Map<String, String> opened(String id) {
    return secrets.open("ten_acme", id);
  }

  private String twoServers() {
    return core(
        "[{\"host\": \"a\", \"key\": %s}, {\"host\": \"b\", \"key\": %s}]"
            .formatted(secret("of a"), secret("of b")));
  }

  private static String servers(String list) {
    return "{\"environment\": {\"servers\": " + list.replace("MASK", MASK) + "}}";
  }

  @Test
  void aListWrittenBackAsItWasKeepsItsSecrets() {
    var id = twoServers();
    var shown = admin.get(CORES + "/" + id).data().path("environment").toString();

    var answer = put(id, "{\"environment\": " + shown + "}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(opened(id))
        .isEqualTo(
            Map.of("environment.servers[0].key", "of a", "environment.servers[1].key", "of b"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "reordered|[{\"host\": \"b\", \"key\": MASK}, {\"host\": \"a\", \"key\": MASK}]",
        "the first taken away|[{\"host\": \"b\", \"key\": MASK}]",
        "the last taken away|[{\"host\": \"a\", \"key\": MASK}]",
        "one put before|[{\"host\": \"c\"}, {\"host\": \"a\", \"key\": MASK}, {\"host\": \"b\","
            + " \"key\": MASK}]",
        "an element changed|[{\"host\": \"z\", \"key\": MASK}, {\"host\": \"b\", \"key\": MASK}]",
        "wrapped|[[{\"host\": \"a\", \"key\": MASK}], {\"host\": \"b\", \"key\": MASK}]",
      })
  void aMaskedSecretInAListThatChangedIsRefused(String how, String list) {
    var id = twoServers();

    var answer = put(id, servers(list));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(answer.field()).startsWith("environment.servers[");
    assertThat(answer.message()).contains("send its value");
    assertThat(opened(id)).containsEntry("environment.servers[0].key", "of a");
  }

  @Test
  void whereEveryValueIsSentTheListMayChangeAsItLikes() {
    var id = twoServers();

    var answer =
        put(id, servers("[{\"host\": \"b\", \"key\": %s}]".formatted(secret("of b again"))));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(opened(id)).isEqualTo(Map.of("environment.servers[0].key", "of b again"));
  }

  @Test
  void anElementMayBeAddedAtTheEndAndASecretBeReplacedInItsPlace() {
    var id = twoServers();

    var answer =
        put(
            id,
            servers(
                "[{\"host\": \"a\", \"key\": MASK}, {\"host\": \"b\", \"key\": %s}, {\"host\": \"c\", \"key\": %s}]"
                    .formatted(secret("of b anew"), secret("of c"))));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(opened(id).values()).containsExactlyInAnyOrder("of a", "of b anew", "of c");
  }

  @Test
  void aHundredOfTheSecretsThatAreUnclearAreTold() {
    var id = core(secrets(200, secret("v")));

    assertThat(opened(id)).hasSize(200).containsEntry("environment.servers[199].k", "v");
    var answer = put(id, servers(secrets(199, "MASK")));

    var details = answer.json().at("/error/details");
    assertThat(details.size()).isEqualTo(101);
    assertThat(details.at("/100/message").asString())
        .isEqualTo("and 99 more, which are not listed");
    assertThat(put(id, servers("[]")).status()).isEqualTo(200);
    assertThat(opened(id)).isEmpty();
  }

  private static String secrets(int count, String secret) {
    return java.util.Collections.nCopies(count, "{\"k\": " + secret + "}").toString();
  }

  @Test
  void moreSecretsThanFiveHundredAreRefused() {
    var id = core("[]");

    for (var one : List.of("MASK", secret("v"))) {
      var answer = put(id, servers(secrets(50_000, one)));
      assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
      assertThat(answer.field()).isEqualTo("environment.servers[500].k");
      assertThat(answer.message()).contains("at most 500");
    }
  }

  @Test
  void theSameHoldsForThePluginsWhichGoByTheirAlias() {
    var id = core("[]");
    put(
        id,
        """
        {"plugins": [{"alias": "one", "config": {"keys": [{"n": 1, "k": %s}, {"n": 2, "k": %s}]}},
                     {"alias": "two", "config": {"k": %s}}]}
        """
            .formatted(secret("p1"), secret("p2"), secret("p3")));

    var moved =
        """
        {"plugins": [{"alias": "two", "config": {"k": %1$s}},
          {"alias": "one", "config": {"keys": [{"n": 1, "k": %1$s}, {"n": 2, "k": %1$s}]}}]}
        """
            .formatted(MASK);
    assertThat(put(id, moved).status()).as("entries may be reordered").isEqualTo(200);
    var mixed = moved.replace("\"n\": 1", "\"n\": 3").replace("\"n\": 2", "\"n\": 1");
    assertThat(put(id, mixed).field()).startsWith("plugins.one.config.keys[");
    assertThat(opened(id).values()).containsExactlyInAnyOrder("p1", "p2", "p3");
  }
}
