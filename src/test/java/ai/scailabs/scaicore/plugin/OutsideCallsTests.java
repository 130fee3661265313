package ai.scailabs.scaicore.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.scailabs.scaicore.outbound.AnswerRoom;
import ai.scailabs.scaicore.outbound.OutboundRequest;
import ai.scailabs.scaicore.plugin.CallFailed.Codes;
import ai.scailabs.scaicore.testing.PluginServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutsideCallsTests {

  private final PluginServer server = new PluginServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aServerThatHangsIsTriedThreeTimesAndIsATimeout() throws IOException {
    server.otherwise(server.hangs());
    try (var calls = new Closing(settings(true, Duration.ofMillis(10), 10))) {
      long began = System.nanoTime();

      var failed = failure(calls.outside, server.url());

      assertThat(failed.of("it", Codes.PLUGIN).failure().code()).isEqualTo("PLUGIN_TIMEOUT");
      assertThat(failed.of("it", Codes.HTTP).failure().code()).isEqualTo("HTTP_ERROR");
      assertThat(server.calls()).hasSize(3);
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isBetween(Duration.ofMillis(600), Duration.ofSeconds(5));
    }
  }

  @Test
  void aNameThatLeadsHomeIsBlockedWhereItIsConnected() throws IOException {
    try (var calls = new Closing(settings(false, Duration.ofMillis(10), 10))) {
      var failed = failure(calls.outside, "https://localhost:" + server.port());

      assertThat(failed.of("it", Codes.PLUGIN).failure().code()).isEqualTo("PLUGIN_BLOCKED");
      assertThat(failed).hasMessageContaining("leads to an address").hasMessageContaining("public");
      assertThat(failure(calls.outside, server.url()))
          .hasMessageContaining("may not be called from here");
      assertThat(server.calls()).isEmpty();
    }
  }

  @Test
  void aTenantWithTooManyCallsUnderWayWaitsAndOthersDoNot() throws Exception {
    server.then(server.hangs());
    try (var calls = new Closing(settings(true, Duration.ofMillis(10), 1))) {
      var first =
          CompletableFuture.runAsync(
              () -> failure(calls.outside, server.url()), Thread::startVirtualThread);
      while (server.calls().isEmpty()) {
        Thread.onSpinWait();
      }

      assertThat(calls.outside.repeated(core("b", () -> {}), () -> 1)).isEqualTo(1);
      assertThat(
              catchThrowableOfType(
                  CallFailed.class, () -> calls.outside.repeated(core("a", () -> {}), () -> 1)))
          .isNull();
      first.get();
    }
  }

  @Test
  void whoHasWaitedForRoomIsAskedAgainWhetherItMayCall() throws Exception {
    server.then(server.hangs());
    try (var calls = new Closing(settings(true, Duration.ofMillis(10), 1))) {
      var first =
          CompletableFuture.runAsync(
              () -> failure(calls.outside, server.url()), Thread::startVirtualThread);
      while (server.calls().isEmpty()) {
        Thread.onSpinWait();
      }
      var stopped = new IllegalStateException("stopped");

      assertThatThrownBy(
              () ->
                  calls.outside.repeated(
                      core(
                          "a",
                          () -> {
                            throw stopped;
                          }),
                      () -> {
                        throw new AssertionError("it was called");
                      }))
          .isSameAs(stopped);
      first.get();
      assertThat(calls.outside.repeated(core("a", () -> {}), () -> 1)).isEqualTo(1);
    }
  }

  @Test
  void aPauseEndsWhenTheServiceDoes() throws Exception {
    server.otherwise(PluginServer.status(503, ""));
    var calls = new Closing(settings(true, Duration.ofSeconds(10), 10));
    var call =
        CompletableFuture.supplyAsync(
            () -> failure(calls.outside, server.url()), Thread::startVirtualThread);
    while (server.calls().isEmpty()) {
      Thread.onSpinWait();
    }
    long closed = System.nanoTime();
    calls.close();

    assertThat(call.get()).isNotNull();
    assertThat(Duration.ofNanos(System.nanoTime() - closed)).isLessThan(Duration.ofSeconds(5));
  }

  private static CallingCore core(String tenantId, Runnable permit) {
    return new CallingCore(tenantId, "core_1", "exec_1", "{}", permit);
  }

  private static CallFailed failure(OutsideCalls calls, String url) {
    return catchThrowableOfType(
        CallFailed.class,
        () ->
            calls.repeated(
                core("a", () -> {}),
                () -> {
                  var answer =
                      calls.send(
                          new OutboundRequest(
                              "GET", URI.create(url), Map.of(), new byte[0], calls.timeout()));
                  Answers.requireGood(answer, new Redaction(List.of()));
                  return answer;
                }));
  }

  private record Closing(OutsideCalls outside) implements AutoCloseable {

    Closing(PluginProperties settings) {
      this(new OutsideCalls(settings, new AnswerRoom()));
    }

    @Override
    public void close() throws IOException {
      outside.destroy();
    }
  }

  private static PluginProperties settings(boolean loopback, Duration pause, int perTenant) {
    return new PluginProperties(
        loopback,
        List.of(),
        Duration.ofMillis(200),
        Duration.ofSeconds(1),
        3,
        pause,
        100,
        perTenant,
        List.of());
  }
}
