package ai.scailabs.scaicore.execution;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.core.EngineRegistry;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Executions that outlive the program of their Core. */
@ServerTest
class OldProgramTests {

  @LocalServerPort int port;
  @Autowired EngineRegistry engines;
  @Autowired Leases leases;

  private static String program(String answer) {
    return Demo.program(
        """
        {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Go on?",
         "assignee": "role:tenant_admin"},
        {"kind": "rigid", "statements": [{"kind": "return", "value": "'%s'"}]}
        """
            .formatted(answer));
  }

  @Test
  void anOldProgramIsRunToItsEndAndThenForgotten() {
    var admin = new Http(port, Demo.ADMIN);
    var core = Demo.running(admin, "Old program " + System.nanoTime(), program("old"));
    var waiting = Demo.invoke(admin, core, "{}").data();
    var path = Demo.CORES + "/" + core;
    admin.put(path, "{\"source\": " + program("new") + "}");
    assertThat(admin.post(path + "/restart", "").status()).isEqualTo(200);

    admin.post(
        Demo.CHECKPOINTS + "/" + waiting.path("checkpoint_id").asString() + "/resolve",
        "{\"decision\": \"yes\"}");
    var ended = Demo.settled(admin, waiting.path("id").asString(), "completed", "failed").data();
    assertThat(ended.path("output").asString()).isEqualTo("old");

    Eventually.get(
        () -> {
          leases.forgetOldPrograms();
          return engines.programs(core).size();
        },
        programs -> programs == 1);
    var current = admin.get(path + "/state").data().at("/engine/program_hash").asString();
    assertThat(engines.programs(core)).containsExactly(current);
  }
}
