package ai.scailabs.scaicore.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServerTest
class OpenApiTests {
  @LocalServerPort int port;

  @Test
  void dump() throws Exception {
    var answer = new Http(port, null).get("/v3/api-docs");
    Files.writeString(Path.of("/tmp/id-api.json"), answer.body());
    assertThat(answer.status()).isEqualTo(200);
  }
}
