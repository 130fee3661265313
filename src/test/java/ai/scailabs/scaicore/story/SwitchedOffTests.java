package ai.scailabs.scaicore.story;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.SwitchedOff;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** With every feature off, the server answers what the page says that is not built. */
@ServerTest
@SwitchedOff
class SwitchedOffTests {

  @LocalServerPort private int port;
  private Http admin;
  private String core;

  @BeforeEach
  void aCore() {
    admin = new Http(port, Demo.ADMIN);
    core =
        Demo.CORES
            + "/"
            + Demo.running(
                admin, "Off " + System.nanoTime(), Demo.sample("approval-agent.ir.json"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, logs/stream, log-stream",
    "POST, debug/breakpoint, breakpoint",
    "GET, debug/breakpoint, breakpoint",
    "DELETE, debug/breakpoint/any, breakpoint",
    "POST, debug/step, step",
    "POST, debug/inspect, inspect",
    "GET, api/invoke/anything, api-invoke",
    "POST, api/invoke/anything/else, api-invoke",
    "PUT, api/invoke/anything, api-invoke",
    "PATCH, api/invoke/anything, api-invoke",
    "DELETE, api/invoke/anything, api-invoke"
  })
  void whatIsNotBuiltIsNotImplementedAndNamesItsSwitch(String method, String path, String name) {
    notImplemented(admin.send(method, core + "/" + path, r -> r), name);
    notImplemented(
        admin.send(method, core + "/" + path, r -> r.header("Accept", "application/json")), name);
    if (method.equals("GET") || method.equals("DELETE")) {
      return;
    }
    for (var body : List.of("{}", "{\"mode\": 5, \"execution_id\": []}", "{", "[1]", "\u0000")) {
      for (var type : List.of("application/json", "text/plain")) {
        notImplemented(
            admin.send(
                method,
                core + "/" + path,
                r -> r.header("Content-Type", type).method(method, BodyPublishers.ofString(body))),
            name);
      }
    }
  }

  private static void notImplemented(Http.Answer answer, String name) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(501);
    assertThat(answer.code()).isEqualTo("NOT_IMPLEMENTED");
    assertThat(answer.message()).contains("scaicore.features." + name);
  }

  @Test
  void whoMayNotIsToldThatFirst() {
    assertThat(admin.as(Demo.VIEWER).post(core + "/debug/step", "{}").code())
        .isEqualTo("AUTHZ_PERMISSION_DENIED");
    assertThat(admin.as(null).post(core + "/debug/step", "{}").code())
        .isEqualTo("AUTH_TOKEN_MISSING");
  }

  /** Not shown here, and there all the same. */
  @Test
  void whatTheConfigurationOffersCanBeInstalledInAnyTenant() {
    for (var key : List.of(Demo.ADMIN, Demo.GLOBEX)) {
      var caller = admin.as(key);
      var there =
          Demo.CORES + "/" + Demo.create(caller, "Seeded " + System.nanoTime(), "{}") + "/plugins";
      assertThat(
              caller.post(there, "{\"alias\": \"a\", \"endpoint\": \"plugin://billing\"}").status())
          .isEqualTo(201);
      assertThat(
              caller.post(there, "{\"alias\": \"b\", \"endpoint\": \"plugin://nobody\"}").field())
          .isEqualTo("endpoint");
    }
  }

  @Test
  void placeholdersAreThoseOfThePage() {
    assertThat(admin.get(core + "/logs").data().toString())
        .isEqualTo("{\"logs\":[],\"message\":\"Log retrieval placeholder\"}");
    assertThat(admin.get(core + "/events/history").data().toString()).isEqualTo("{\"events\":[]}");
    assertThat(admin.get(Demo.BASE + "/plugins/available").data().toString())
        .isEqualTo("{\"items\":[]}");
  }

  @Test
  void theRegistryIsNotChangedEither() {
    var there = Demo.BASE + "/plugins/available";
    notImplemented(admin.post(there, "{\"name\": 5}"), "plugin-listing");
    notImplemented(admin.delete(there + "/billing"), "plugin-listing");
  }

  @Test
  void theirTenantsStayApart() {
    var globex = admin.as(Demo.GLOBEX);
    for (var path : new String[] {"/logs", "/events/history"}) {
      assertThat(globex.get(core + path).code()).isEqualTo("CORE_NOT_FOUND");
    }
  }
}
