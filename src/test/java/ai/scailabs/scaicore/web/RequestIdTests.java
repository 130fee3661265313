package ai.scailabs.scaicore.web;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServerTest
class RequestIdTests {

  @LocalServerPort int port;

  Http http;

  @BeforeEach
  void setUp() {
    http = new Http(port, null);
  }

  @Test
  void theCallersIdComesBack() {
    var id = "My.request_1-" + "x".repeat(51);
    var answer = http.send("GET", "/v1/me", r -> r.header("X-Request-Id", id));
    assertThat(answer.header("X-Request-Id")).isEqualTo(id);
    assertThat(answer.json().path("meta").path("request_id").asString()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\"b", "{}", "a/b", "é", ""})
  void anUnacceptableIdIsReplaced(String id) {
    assertReplaced(id);
  }

  @Test
  void aLongIdIsReplaced() {
    assertReplaced("x".repeat(65));
  }

  private void assertReplaced(String id) {
    var answer =
        http.raw(
            "GET /v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-Id: "
                + id
                + "\r\n\r\n");
    assertThat(answer).containsPattern("(?i)X-Request-Id: req_[0-9a-z]{26}");
  }

  @Test
  void everyRequestHasAnother() {
    assertThat(http.get("/v1/me").header("X-Request-Id"))
        .isNotEqualTo(http.get("/v1/me").header("X-Request-Id"));
  }

  @Test
  void answersOutsideTheEnvelopeHaveOneToo() {
    assertThat(http.get("/v3/api-docs").header("X-Request-Id")).startsWith("req_");
  }
}
