package ai.scailabs.scaicore.engine;

import static ai.scailabs.scaicore.engine.Programs.PLUGIN;
import static ai.scailabs.scaicore.engine.Programs.ask;
import static ai.scailabs.scaicore.engine.Programs.attempt;
import static ai.scailabs.scaicore.engine.Programs.call;
import static ai.scailabs.scaicore.engine.Programs.completed;
import static ai.scailabs.scaicore.engine.Programs.failed;
import static ai.scailabs.scaicore.engine.Programs.program;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.program.expression.SecretHandle;
import ai.scailabs.scaicore.program.expression.SecretText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Calls that leave the process. Source: the program format, statements of {@code rigid}. */
class OutsideCallTests {

  private final World world = new World();

  @Test
  void aPluginIsCalledOnceWithItsArgumentsAndAKeyOfItsOwn() {
    world.now = Instant.parse("2026-01-02T03:04:05Z");
    var program =
        program(
            PLUGIN,
            "{'kind': 'rigid', 'result_binding': 'r', 'statements': [{'kind': 'plugin_call',"
                + " 'alias': 'kb', 'method': 'find', 'args': {'q': 'n + 1'}}]}",
            ask("d"),
            Programs.returns("[r.from, d.decision]"));
    world.run(program, "{\"n\": 1}");
    world.answer("yes");

    assertThat(completed(world.run(program, "{\"n\": 1}"))).isEqualTo(List.of("find", "yes"));
    assertThat(world.called).hasSize(1);
    assertThat(world.called.getFirst().args()).isEqualTo(Map.of("q", 2L));
    assertThat(world.called.getFirst().key()).isEqualTo("exec_1:1:flows.main.body[0]#0");
    assertThat(Objects.requireNonNull(world.entries.get("flows.main.body[0]#0")).startedAt())
        .isEqualTo(world.now);
  }

  @Test
  void aPluginsConfigIsFilledAndItsSecretsStayClosed() {
    world.environment = Map.of("region", "eu", "key", Map.of("type", "secret"));
    var program =
        program(
            "'config': [{'name': 'region'}, {'name': 'key', 'secret': true}],"
                + "'plugins': [{'alias': 'kb', 'endpoint': 'https://kb.example', 'config':"
                + " {'url': 'https://${config.region}.example', 'deep': {'auth': ['Bearer"
                + " ${config.key}']}, 'whole': '{{config.key}}', 'plain': 'config.key'}}]",
            call("find"));
    world.run(program, "{}");

    var config = world.called.getFirst().target().config();
    assertThat(config)
        .containsEntry("url", "https://eu.example")
        .containsEntry("plain", "config.key")
        .containsEntry("whole", new SecretHandle("key"))
        .containsEntry(
            "deep",
            Map.of("auth", List.of(new SecretText(List.of("Bearer ", new SecretHandle("key"))))));
  }

  @Test
  void anHttpRequestCarriesSecretsInHeadersOnly() {
    var program =
        program(
            "'config': [{'name': 'key', 'secret': true}]",
            "{'kind': 'rigid', 'statements': [{'kind': 'http', 'method': 'post', 'url':"
                + " 'https://x.example/{{n}}', 'headers': {'Authorization': '{{config.key}}'},"
                + " 'body': '{{input}}'}]}");
    assertThat(completed(world.run(program, "{\"n\": 7}"))).isEqualTo(Map.of("status", 200L));
    var request = world.sent.getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.url()).isEqualTo("https://x.example/7");
    assertThat(request.headers()).containsEntry("Authorization", new SecretHandle("key"));
    assertThat(request.body()).isEqualTo(Map.of("n", 7L));
  }

  @Test
  void aFailedCallIsCaughtAndSeenAgain() {
    world.plugin =
        call -> {
          throw new BlockFailed(Failure.PLUGIN_TIMEOUT, "slow");
        };
    var program = program(PLUGIN, attempt(call("find"), ""), ask("d"));
    world.run(program, "{}");
    world.run(program, "{}");
    assertThat(world.called).hasSize(1);
  }

  @Test
  void anUncaughtFailureNamesTheStepThatARetryRunsAgain() {
    world.plugin =
        call -> {
          throw new BlockFailed(Failure.PLUGIN, "down");
        };
    assertThat(((Outcome.Failed) world.run(program(PLUGIN, call("find")), "{}")).redo())
        .containsExactly("flows.main.body[0]#0");
  }

  @Test
  void aResultOverFiveMegabytesFailsAndIsNotKept() {
    world.plugin = call -> "x".repeat(5_000_001);
    var program = program(PLUGIN, call("find"));
    assertThat(failed(world.run(program, "{}")).code()).isEqualTo("PAYLOAD_TOO_LARGE");
    assertThat(world.entries.values()).singleElement().matches(e -> e.value() == null);
  }

  @Test
  void anExecutionHasAtMostTenThousandEffectsAndTheLastIsNotCaught() {
    var many =
        "{'kind': 'rigid', 'statements': [{'kind': 'foreach', 'variable': 'x', 'iterable':"
            + " 'items', 'body': [{'kind': 'emit', 'event': 'e'}]}]}";
    var items = "[" + "1,".repeat(10_000) + "1]";
    var failure = failed(world.run(program("", attempt(many, "")), "{\"items\": " + items + "}"));
    assertThat(failure.code()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(world.emissions).hasSize(10_000);
  }

  @Test
  void aReplayMayTakeFiveSecondsAndAPauseOfTheProcessIsNoReplay() {
    var program =
        program(
            PLUGIN,
            "{'kind': 'while', 'condition': '(i ?? 0) < 400', 'max_iterations': 400, 'body': ["
                + Programs.set("i", "(i ?? 0) + 1")
                + "]}",
            call("find"),
            ask("d"));
    var source = program.replace("\"flows\"", "\"memory\": [], \"flows\"");
    world.run(source, "{\"i\": 0}");

    world.fault = () -> world.nanos += 3_000_000;
    assertThat(world.run(source, "{\"i\": 0}")).isInstanceOf(Outcome.Suspended.class);
    int[] checks = {0};
    world.fault = () -> world.nanos += checks[0]++ == 5 ? 60_000_000_000L : 0;
    assertThat(world.run(source, "{\"i\": 0}")).isInstanceOf(Outcome.Suspended.class);
    world.fault = () -> world.nanos += 9_000_000;
    assertThat(failed(world.run(source, "{\"i\": 0}")).code()).isEqualTo("LIMIT_EXCEEDED");
  }
}
