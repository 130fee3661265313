package ai.scailabs.scaicore.story;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** With every feature off, the server answers what the page says that is not built. */
@ServerTest
@TestPropertySource(
    properties = {
      "scaicore.features.logs=false",
      "scaicore.features.log-stream=false",
      "scaicore.features.breakpoint=false",
      "scaicore.features.step=false",
      "scaicore.features.inspect=false",
      "scaicore.features.event-history=false",
      "scaicore.features.api-invoke=false",
      "scaicore.features.plugin-listing=false"
    })
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
    "POST, debug/step, step",
    "POST, debug/inspect, inspect",
    "GET, api/invoke/anything, api-invoke",
    "POST, api/invoke/anything/else, api-invoke"
  })
  void whatIsNotBuiltIsNotImplementedAndNamesItsSwitch(String method, String path, String name) {
    var answer =
        method.equals("GET") ? admin.get(core + "/" + path) : admin.post(core + "/" + path, "{}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(501);
    assertThat(answer.code()).isEqualTo("NOT_IMPLEMENTED");
    assertThat(answer.message()).contains("scaicore.features." + name);
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
  void theirTenantsStayApart() {
    var globex = admin.as(Demo.GLOBEX);
    for (var path : new String[] {"/logs", "/events/history"}) {
      assertThat(globex.get(core + path).code()).isEqualTo("CORE_NOT_FOUND");
    }
  }
}
