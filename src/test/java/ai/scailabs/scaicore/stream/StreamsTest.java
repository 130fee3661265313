package ai.scailabs.scaicore.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.ValidationFailed;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many streams there may be, and how often they are read. */
class StreamsTest {

  private static final Streams.Watcher ACME = new Streams.Watcher("ten_acme", () -> true);
  private static final Streams.Watcher GLOBEX = new Streams.Watcher("ten_globex", () -> true);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  private Streams streams(int most) {
    return new Streams(
        new StreamProperties(most, most - 1, Duration.ofSeconds(15), Duration.ofMinutes(10)),
        meters);
  }

  private double open() {
    return meters.get("scaicore.streams.open").gauge().value();
  }

  /** Shows nothing; counts how often it was asked. */
  private record Silent(AtomicInteger looks, CountDownLatch gate) implements Feed {

    Silent() {
      this(new AtomicInteger(), new CountDownLatch(0));
    }

    @Override
    public String now() {
      return "0";
    }

    @Override
    public List<Item> after(String place, int limit) {
      if (place.equals("wrong")) {
        throw new ValidationFailed("Last-Event-ID", "is wrong");
      }
      if (looks.incrementAndGet() > 1) {
        try {
          gate.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return List.of();
    }
  }

  @Test
  void thereAreNoMoreThanMayBeAndWhatIsRefusedTakesNoPlace() {
    var streams = streams(3);
    var feed = new Silent();
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> streams.open(ACME, feed, "wrong"))
          .isInstanceOf(ValidationFailed.class);
    }
    streams.open(ACME, feed, null);
    streams.open(ACME, feed, "5");
    refuses(streams, ACME, "2 streams of this tenant");
    streams.open(GLOBEX, feed, null);
    refuses(streams, GLOBEX, "3 streams are open here");
    assertThat(open()).isEqualTo(3);
  }

  private static void refuses(Streams streams, Streams.Watcher watcher, String why) {
    assertThatThrownBy(() -> streams.open(watcher, new Silent(), null))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED))
        .hasMessageContaining(why);
  }

  @Test
  void theStreamOfWhoMayNotGoOnEndsAndLeavesItsPlace() {
    var streams = streams(3);
    var mayGoOn = new AtomicBoolean(true);
    var anns = new Streams.Watcher("ten_acme", mayGoOn::get);
    streams.open(anns, new Silent(), null);
    streams.open(anns, new Silent(), null);
    streams.dismiss();
    refuses(streams, ACME, "of this tenant");
    mayGoOn.set(false);
    streams.dismiss();
    Eventually.get(this::open, n -> n == 0);
    streams.open(ACME, new Silent(), null);
  }

  @Test
  void allOfThemEndAtTheEnd() {
    var streams = streams(10);
    streams.start();
    streams.open(ACME, new Silent(), null);
    streams.open(ACME, new Silent(), null);
    streams.stop();
    Eventually.get(this::open, n -> n == 0);
    // One that comes late ends at once.
    streams.open(ACME, new Silent(), null);
    assertThat(open()).isZero();
    assertThat(streams.isRunning()).isFalse();
  }

  @Test
  void streamsThatShowTheSameAreReadOnceAndNotAgainWhileTheyAreBeingRead() {
    var streams = streams(100);
    var gate = new CountDownLatch(1);
    var feed = new Silent(new AtomicInteger(), gate);
    streams.open(ACME, feed, "0");
    Eventually.get(
        () -> {
          streams.look();
          return feed.looks().get();
        },
        n -> n >= 2);
    streams.look();
    assertThat(feed.looks().get()).isEqualTo(2);
    gate.countDown();
    Eventually.get(
        () -> {
          streams.look();
          return feed.looks().get();
        },
        n -> n > 2);
  }
}
