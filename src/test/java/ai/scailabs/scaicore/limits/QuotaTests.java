package ai.scailabs.scaicore.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.testing.Eventually;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** When the executions of a Core are counted. */
class QuotaTests {

  private final AtomicLong inFlight = new AtomicLong();
  private final AtomicInteger counts = new AtomicInteger();

  @Test
  void farFromTheQuotaNothingIsCountedAgain() {
    var quotas = quotas(true, 1000);
    for (int i = 0; i < 800; i++) {
      start(quotas);
    }
    assertThat(counts).hasValue(1);
  }

  @Test
  void nearTheQuotaEachStartIsCountedAndTheQuotaIsExact() {
    var quotas = quotas(true, 1000);
    inFlight.set(990);
    for (int i = 0; i < 10; i++) {
      start(quotas);
    }
    assertThat(counts).hasValue(10);
    assertThatThrownBy(() -> start(quotas))
        .isInstanceOf(QuotaExceeded.class)
        .hasMessageContaining("1000 executions");
    assertThat(inFlight).hasValue(1000);
  }

  @Test
  void whatWasStartedSinceTheCountBringsTheNextOne() {
    var quotas = quotas(true, 100);
    for (int i = 0; i < 100; i++) {
      start(quotas);
    }
    assertThatThrownBy(() -> start(quotas)).isInstanceOf(QuotaExceeded.class);
    assertThat(inFlight).hasValue(100);
  }

  @Test
  void aFloodOnAFullCoreIsNotCountedOneByOneAndSeesRoomSoon() {
    var quotas = quotas(true, 5);
    inFlight.set(5);
    for (int i = 0; i < 50; i++) {
      assertThatThrownBy(() -> start(quotas)).isInstanceOf(QuotaExceeded.class);
    }
    assertThat(counts.get()).isLessThan(50);
    inFlight.set(4);
    Eventually.get(() -> isLetIn(quotas), letIn -> letIn);
  }

  @Test
  void offAndNoQuotaCountNothing() {
    inFlight.set(1_000_000);
    start(quotas(false, 1));
    start(quotas(true, 0));
    assertThat(counts).hasValue(0);
  }

  private boolean isLetIn(Quotas quotas) {
    try {
      start(quotas);
      return true;
    } catch (QuotaExceeded e) {
      return false;
    }
  }

  private void start(Quotas quotas) {
    quotas.roomForExecution(
        "core_1",
        bound -> {
          counts.incrementAndGet();
          return Math.min(bound, inFlight.get());
        });
    inFlight.incrementAndGet();
  }

  private static Quotas quotas(boolean enabled, int executions) {
    return new Quotas(
        new LimitsProperties(enabled, 1, 1, 1, executions),
        JdbcClient.create(new SimpleDriverDataSource()));
  }
}
