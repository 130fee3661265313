package ai.scailabs.scaicore.execution;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a Core's {@code resource_limits} allow its executions, and how much may be sent to one. */
@ServerTest
class ResourceLimitsTests {

  private static final String ASK =
      """
      {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Go on?",
       "assignee": "role:tenant_admin"}
      """;
  private static final String TWO_CALLS_THEN_A_LOOP =
      """
      {"kind": "flexible", "goal": "Say one"}, {"kind": "flexible", "goal": "Say two"},
      {"kind": "while", "condition": "true", "max_iterations": 1000000000, "body": [
        {"kind": "rigid", "statements": [{"kind": "assign", "target": "i", "value": "1"}]}]}
      """;

  @LocalServerPort private int port;
  private Http admin;

  @BeforeEach
  void caller() {
    admin = new Http(port, Demo.ADMIN);
  }

  @Test
  void noMoreExecutionsAreInFlightThanTheCoreAllows() {
    var core = running("\"max_executions\": 1", ASK);
    var first = Demo.invoke(admin, core, "{}").data();
    assertThat(first.path("status").asString()).isEqualTo("suspended");

    var refused = Demo.invoke(admin, core, "{}");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.code()).isEqualTo("QUOTA_EXCEEDED");
    assertThat(refused.message()).contains("max_executions");
    var cancel = Demo.EXECUTIONS + "/" + first.path("id").asString() + "/cancel";
    assertThat(admin.post(cancel, "").status()).isEqualTo(200);
    assertThat(Demo.invoke(admin, core, "{}").data().path("status").asString())
        .isEqualTo("suspended");
  }

  @ParameterizedTest
  @CsvSource({"max_duration, \"1s\"", "max_llm_calls, 1", "max_tokens, 1"})
  void anExecutionThatTakesMoreThanTheCoreAllowsFails(String limit, String value) {
    var core = running("\"" + limit + "\": " + value, TWO_CALLS_THEN_A_LOOP);

    var failed = Demo.invoke(admin, core, "{}").data();

    assertThat(failed.path("error").path("code").asString())
        .as(failed.toString())
        .isEqualTo("BUDGET_EXCEEDED");
  }

  @Test
  void anInputOfMoreThanAMegabyteIsRefused() {
    var core = Demo.running(admin, "Sent much", Demo.program(ASK));
    var fits = "{\"text\": \"" + "x".repeat(990_000) + "\"}";
    assertThat(Demo.invoke(admin, core, fits).status()).isEqualTo(200);

    var refused = Demo.invoke(admin, core, "{\"text\": \"" + "x".repeat(1_000_000) + "\"}");

    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.code()).isEqualTo("PAYLOAD_TOO_LARGE");
  }

  private String running(String limit, String blocks) {
    var made =
        admin.post(
            Demo.CORES,
            "{\"name\": \"Limited %d\", \"resource_limits\": {%s}, \"source\": %s}"
                .formatted(System.nanoTime(), limit, Demo.program(blocks)));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var core = made.data().path("id").asString();
    assertThat(admin.post(Demo.CORES + "/" + core + "/start", "").status()).isEqualTo(200);
    return core;
  }
}
