package ai.scailabs.scaicore.scaiflow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.outbound.AnswerRoom;
import ai.scailabs.scaicore.scaiflow.client.JsonCalls.Call;
import ai.scailabs.scaicore.scaiflow.deploy.Upstream;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.databind.json.JsonMapper;

/** Calls to servers that fail, hang and are not there; and a vault that speaks its REST. */
class ClientTests {

  private final ThisProcess process =
      new ThisProcess(new MockEnvironment().withProperty("local.server.port", "4711"));
  private final ClientProperties settings =
      new ClientProperties(
          null,
          null,
          null,
          "vault-token",
          Duration.ofMillis(500),
          Duration.ofMillis(700),
          3,
          Duration.ofMillis(2),
          List.of());
  private final JsonCalls http =
      new JsonCalls(settings, new AnswerRoom(), JsonMapper.shared(), process);
  private final Upstream server = new Upstream(1);

  @AfterEach
  void close() throws IOException {
    server.close();
    http.destroy();
  }

  private Target target() {
    return new Target(URI.create(server.url()), "t", null, false);
  }

  @Test
  void whatMayBeRepeatedIsTriedAgainAndTheRestIsNot() {
    server.answers("GET /a", 2, 503, "").answers("GET /a", 1, 200, "{\"data\": 1}");
    assertThat(http.send(target(), Call.get("/a")).path("data").asInt()).isEqualTo(1);
    assertThat(server.count("GET /a")).isEqualTo(3);

    server.answers("GET /b", 9, 502, "");
    assertFails(Call.get("/b"), 502);
    assertThat(server.count("GET /b")).isEqualTo(3);

    for (var status : List.of(502, 503, 504)) {
      server.answers("POST /c" + status, 9, status, "");
      assertFails(http.post("/c" + status), status);
      assertThat(server.count("POST /c" + status)).isEqualTo(1);
    }
    server.answers("GET /d", 9, 500, "{\"error\": {\"code\": \"X\", \"message\": \"Y\"}}");
    assertThatThrownBy(() -> http.send(target(), Call.get("/d")))
        .isInstanceOfSatisfying(
            UpstreamFailed.class,
            e -> {
              assertThat(e.isCode("X")).isTrue();
              assertThat(e.members()).containsEntry("message", "Y");
            });
    assertThat(server.count("GET /d")).isEqualTo(1);
  }

  private void assertFails(Call call, int status) {
    assertThatThrownBy(() -> http.send(target(), call))
        .isInstanceOfSatisfying(
            UpstreamFailed.class, e -> assertThat(e.status()).isEqualTo(status));
  }

  @Test
  void aServerThatHangsOrIsNotThereIsNamed() throws IOException {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var hanging = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      assertThatThrownBy(() -> http.send(new Target(hanging, null, null, false), http.post("/x")))
          .hasMessageContaining("did not answer within 700 ms");
    }
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    var away = new Target(URI.create("http://127.0.0.1:" + closed), null, null, false);
    assertThatThrownBy(() -> http.send(away, http.post("/x")))
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void anAddressThatATenantNamesMustBePublic() {
    for (var address : List.of("http://127.0.0.1:9", "https://10.0.0.1", "http://example.com")) {
      var chosen = new Target(URI.create(address), "k", null, true);
      assertThatThrownBy(() -> http.send(chosen, Call.get("/x")))
          .hasMessageContaining("may not be called");
    }
  }

  @Test
  void withNothingSetItIsThisProcessOnItsRealPort() {
    var targets = new Targets(settings, process);
    assertThat(targets.scaigrid("t", "ten_1").base())
        .isEqualTo(URI.create("http://127.0.0.1:4711"));
    assertThat(targets.scaiqueue(targets.scaigrid("t", "ten_1")).base())
        .isEqualTo(URI.create("http://127.0.0.1:4711"));
    assertThat(targets.scaigrid("t", "ten_1").toString()).doesNotContain("\"t\"");
    var bound =
        new ThisProcess(
            new MockEnvironment()
                .withProperty("local.server.port", "1")
                .withProperty("server.address", "::1"));
    assertThat(bound.base()).isEqualTo(URI.create("http://[::1]:1"));
  }

  @Test
  void aRemoteVaultIsSpokenToInItsOwnWords() throws IOException {
    Map<String, String> kept = new ConcurrentHashMap<>();
    var vault = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    vault.createContext(
        "/v1/secrets/",
        exchange -> {
          try (exchange) {
            var authorized =
                "Bearer vault-token".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            var path = exchange.getRequestURI().getPath();
            var tenant = exchange.getRequestHeaders().getFirst("X-Tenant-Id");
            if (!authorized || !path.startsWith("/v1/secrets/tenants/" + tenant + "/")) {
              exchange.sendResponseHeaders(403, -1);
              return;
            }
            switch (exchange.getRequestMethod()) {
              case "PUT" -> {
                kept.put(
                    path,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                exchange.sendResponseHeaders(204, -1);
              }
              case "DELETE" ->
                  exchange.sendResponseHeaders(kept.remove(path) == null ? 404 : 204, -1);
              default -> {
                var secret = kept.get(path);
                var bytes = secret == null ? null : secret.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(
                    bytes == null ? 404 : 200, bytes == null ? -1 : bytes.length);
                if (bytes != null) {
                  exchange.getResponseBody().write(bytes);
                }
              }
            }
          }
        });
    vault.start();
    var base = URI.create("http://127.0.0.1:" + vault.getAddress().getPort());
    var remote = new RemoteVault(http, new Targets(settings, process), base);
    var path = "tenants/ten_1/scaigrid_api_key";
    assertThat(remote.read("ten_1", path)).isEmpty();
    remote.write("ten_1", path, Map.of("api_key", "sgk_x"), "api_key");
    assertThat(remote.read("ten_1", path)).contains(Map.of("api_key", "sgk_x"));
    assertThat(kept.get("/v1/secrets/" + path)).contains("\"secret_type\":\"api_key\"");
    assertThatThrownBy(() -> remote.read("ten_2", path)).isInstanceOf(VaultFailed.class);
    remote.delete("ten_1", path);
    remote.delete("ten_1", path);
    assertThat(remote.read("ten_1", path)).isEmpty();
    vault.stop(0);
    assertThatThrownBy(() -> remote.read("ten_1", path)).isInstanceOf(VaultFailed.class);
  }

  @Test
  void whatIsRefusedForBeingTooMuchIsSentAgain() {
    server.answers("POST /e", 2, 429, "").answers("POST /e", 1, 200, "{\"data\": 1}");
    assertThat(http.send(target(), http.post("/e")).path("data").asInt()).isEqualTo(1);
    server.answers("POST /f", 9, 429, "");
    assertFails(http.post("/f"), 429);
    assertThat(server.count("POST /f")).isEqualTo(3);

    var least = Duration.ofMillis(200);
    assertThat(JsonCalls.asked(Optional.of("3"), least)).isEqualTo(Duration.ofSeconds(3));
    assertThat(JsonCalls.asked(Optional.of("86400"), least)).isEqualTo(Duration.ofSeconds(10));
    for (var odd : List.of("0", "-1", "99999999999", "Fri, 31 Dec 1999 23:59:59 GMT", "")) {
      assertThat(JsonCalls.asked(Optional.of(odd), least)).isEqualTo(least);
    }
    assertThat(JsonCalls.asked(Optional.empty(), least)).isEqualTo(least);
  }

  @Test
  void anAddressWithAPasswordIsRefusedAndNeverShown() {
    for (var address :
        List.of(
            "https://user:hunter2@grid.example",
            "https://grid.example/?key=hunter2",
            "https://grid.example/#hunter2")) {
      assertThatThrownBy(
              () ->
                  new ClientProperties(
                      null,
                      URI.create(address),
                      null,
                      null,
                      Duration.ofMillis(500),
                      Duration.ofMillis(700),
                      3,
                      Duration.ofMillis(2),
                      List.of()))
          .hasMessageContaining("scaicore.scaiflow.scaiqueue-url")
          .hasMessageNotContaining("hunter2");
    }
    var chosen = new Target(URI.create("https://user:hunter2@127.0.0.1"), "k", null, true);
    assertThat(chosen.toString()).doesNotContain("hunter2");
    assertThatThrownBy(() -> http.send(chosen, Call.get("/x")))
        .hasMessageContaining("127.0.0.1 may not be called")
        .hasMessageNotContaining("hunter2");
  }
}
