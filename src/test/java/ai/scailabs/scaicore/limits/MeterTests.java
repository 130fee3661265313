package ai.scailabs.scaicore.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.Bucket;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two replicas' meters of one limit, and the bucket that they share. */
class MeterTests {

  private static final long LIMIT = 100;

  // Refills so slowly that a test sees none of it.
  private final Bucket shared =
      Bucket.builder()
          .addLimit(l -> l.capacity(LIMIT).refillGreedy(1, Duration.ofHours(10)))
          .build();
  private final Meter one = new Meter(LIMIT, shared);
  private final Meter two = new Meter(LIMIT, shared);

  @Test
  void whatOneTookIsMissingToTheOtherOnceTheyMet() {
    take(one, 60);
    one.meet();
    two.meet();
    assertThat(take(two, 100)).isBetween(40L, 43L);
    two.meet();
    one.meet();
    assertThat(take(one, 10)).isLessThanOrEqualTo(3);
  }

  @Test
  void betweenMeetingsEachGoesByItselfAndBothKnowAfterwards() {
    take(one, 80);
    take(two, 80);
    one.meet();
    two.meet();
    assertThat(shared.getAvailableTokens()).isZero();
    one.meet();
    assertThat(take(one, 100)).isLessThanOrEqualTo(3);
    assertThat(take(two, 100)).isLessThanOrEqualTo(3);
  }

  @Test
  void aMeterMeetsAtItsFirstUseAndThenNowAndThen() {
    take(one, 1);
    assertThat(one.isDue()).isTrue();
    assertThat(one.isDue()).as("one at a time").isFalse();
    one.meet();
    assertThat(one.isDue()).isFalse();
    take(one, 1);
    assertThat(one.isDue()).as("a hundredth of the limit").isTrue();
    one.skip();
    assertThat(one.isDue()).isTrue();
  }

  @Test
  void whatAnotherLimitRefusedIsNotTold() {
    take(one, 5);
    one.giveBack();
    one.meet();
    assertThat(shared.getAvailableTokens()).isEqualTo(96);
  }

  @Test
  void whatIsGivenBackAfterItWasToldCountsForWhatIsTakenNext() {
    take(one, 5);
    one.meet();
    one.giveBack();
    one.meet();
    take(one, 1);
    one.meet();
    assertThat(shared.getAvailableTokens()).isEqualTo(95);
  }

  @Test
  void whatCouldNotBeToldIsToldTheNextTime() {
    var away = new AtomicBoolean(true);
    var meter = new Meter(LIMIT, failing(away));
    take(meter, 60);
    assertThatThrownBy(meter::meet).isInstanceOf(IllegalStateException.class);
    away.set(false);
    meter.meet();
    assertThat(shared.getAvailableTokens()).isBetween(40L, 43L);
  }

  @Test
  void aSharedBucketThatFailsLeavesTheMeterToItself() {
    var alone = new Meter(LIMIT, failing(new AtomicBoolean(true)));
    assertThat(take(alone, 300)).isBetween(100L, 110L);
    assertThatThrownBy(alone::meet).isInstanceOf(IllegalStateException.class);
    assertThat(alone.isDue()).as("does not try again at once").isFalse();
    assertThat(alone.take().getNanosToWaitForRefill()).isPositive();
  }

  /** The shared one, which cannot be reached for as long as it is away. */
  private Bucket failing(AtomicBoolean away) {
    return (Bucket)
        Proxy.newProxyInstance(
            MeterTests.class.getClassLoader(),
            new Class<?>[] {Bucket.class},
            (proxy, method, arguments) -> {
              if (away.get()) {
                throw new IllegalStateException("the database is away");
              }
              return method.invoke(shared, arguments);
            });
  }

  private static long take(Meter meter, int times) {
    return IntStream.range(0, times).filter(i -> meter.take().isConsumed()).count();
  }
}
