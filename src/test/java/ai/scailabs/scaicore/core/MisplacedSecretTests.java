package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.testing.Demo.CORES;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Secrets where they would be shown are refused, by their path and without their value. */
@ServerTest
class MisplacedSecretTests {

  private static final String SECRET = "{\"type\": \"secret\", \"value\": \"Hush\"}";

  @LocalServerPort private int port;
  private Http admin;

  @BeforeEach
  void signIn() {
    admin = new Http(port, Demo.ADMIN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"source\": SECRET|source",
        "\"source\": {\"plugins\": [{\"alias\": \"a\", \"config\": {\"k\":"
            + " SECRET}}]}|source.plugins[0].config.k",
        "\"source\": {\"environment\": {\"a.b\": [1, SECRET]}}|source.environment[\"a.b\"][1]",
        "\"metadata\": {\"k\": SECRET}|metadata.k",
        "\"resource_limits\": {\"k\": SECRET}|resource_limits.k",
      })
  void inJsonTheyAreRefused(String member, String path) {
    var body = "{\"name\": \"Misplaced\", " + member.replace("SECRET", SECRET) + "}";
    var id = Demo.create(admin, "Placed " + System.nanoTime(), "{}");

    for (var answer :
        new Http.Answer[] {admin.post(CORES, body), admin.put(CORES + "/" + id, body)}) {
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
      assertThat(answer.field()).isEqualTo(path);
      assertThat(answer.message()).contains("put it into environment").doesNotContain("Hush");
    }
  }

  @Test
  void whatOnlyLooksLikeOneIsTaken() {
    var source =
        "{\"config\": [{\"name\": \"K\", \"type\": \"secret\"}],"
            + " \"x\": {\"type\": \"secret\", \"value\": null, \"set\": true}}";

    Demo.create(admin, "Lookalike " + System.nanoTime(), source);
  }

  @Test
  void inAManifestTheyAreRefusedWithTheirLine() {
    var yaml =
        """
        core:
          name: Slipped
          flows: [{name: f, steps: [{template: x}]}]
        environment:
          K: {type: secret, value: Hush}
        """;

    var answer =
        admin.send(
            "POST",
            CORES,
            r -> r.header("Content-Type", "application/yaml").POST(BodyPublishers.ofString(yaml)));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("INVALID_SOURCE_IR");
    assertThat(answer.body())
        .contains("environment.K", "(line 5)", "stands beside core")
        .doesNotContain("Hush");
    assertThat(admin.get(CORES + "?limit=200").body()).doesNotContain("Slipped");
  }
}
