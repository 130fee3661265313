package ai.scailabs.scaicore.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class TenantCallsTests {

  private final TenantCalls calls = new TenantCalls(1);

  @Test
  void whoCanWaitGetsTheRoomThatAnotherLeaves() throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = calls.enter("a", Duration.ZERO);
      var second =
          threads.submit(
              () -> {
                try (var _ = calls.enter("a", Duration.ofSeconds(30))) {
                  return true;
                }
              });
      first.close();

      assertThat(second.get()).isTrue();
    }
    assertThat(calls.tenants()).isZero();
  }

  @Test
  void whoCannotWaitIsRefusedAtOnceAndWhoCanOnceTheTimeIsUp() {
    try (var _ = calls.enter("a", Duration.ZERO)) {
      for (var patience : new Duration[] {Duration.ZERO, Duration.ofMillis(20)}) {
        assertThatThrownBy(() -> calls.enter("a", patience))
            .isInstanceOfSatisfying(TooManyCalls.class, e -> assertThat(e.most()).isEqualTo(1));
      }
      calls.enter("b", Duration.ZERO).close();
    }
    calls.enter("a", Duration.ZERO).close();
    assertThat(calls.tenants()).isZero();
  }
}
