package ai.scailabs.scaicore.durability;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.PluginServer;
import ai.scailabs.scaicore.testing.Replica;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A thousand executions while the database, the outside world and a replica fail, at random. */
@ExtendWith(Fleet.Resolver.class)
class RandomFaultsTests {

  private static final int EXECUTIONS = Integer.getInteger("scaicore.test.executions", 1_000);
  private static final long SEED = Long.getLong("scaicore.test.seed", 20_261_122L);
  private static final int CALLERS = 8;
  private static final int CLOSINGS = 2;

  private final History history = new History();
  private final List<Http> up = new CopyOnWriteArrayList<>();
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void whatWasAcceptedEndsOnceWhateverFails(Fleet fleet) throws InterruptedException {
    up.add(fleet.admin());
    var callers = new Callers(fleet, history, () -> List.copyOf(up));
    var faults = Thread.ofPlatform().start(() -> faults(fleet, new Random(SEED)));
    var stops = Thread.ofPlatform().start(() -> stops(fleet.admin(), callers.loops()));
    var numbers = new AtomicInteger();
    try {
      AtOnce.run(
          CALLERS,
          caller -> {
            var random = new Random(SEED + caller);
            int number = numbers.incrementAndGet();
            while (number <= EXECUTIONS || history.size() < EXECUTIONS) {
              callers.act(random, caller, number);
              number = numbers.incrementAndGet();
            }
            return caller;
          });
    } finally {
      over.set(true);
      faults.join();
      stops.join();
      fleet.outside().otherwise(Fleet.answer());
    }
    fleet.healed();
    settle(fleet);

    assertThat(history.size()).isGreaterThanOrEqualTo(EXECUTIONS);
    assertThat(callers.doubleAnswers()).isZero();
    assertThat(history.problems(fleet.rows(), fleet.outside().calls()))
        .as("seed %d", SEED)
        .isEmpty();
  }

  /** Breaks something, again and again. */
  private void faults(Fleet fleet, Random random) {
    int closings = 0;
    Replica second = null;
    while (!over.get()) {
      switch (random.nextInt(5)) {
        case 0 -> fleet.rows().terminateBackends();
        case 1 -> fleet.outside().otherwise(PluginServer.status(503, "{}"));
        case 2 ->
            fleet
                .outside()
                .otherwise(fleet.outside().after(Duration.ofMillis(150), Fleet.answer()));
        case 3 -> fleet.outside().otherwise(PluginServer.hangsUp());
        default -> {
          if (second == null && closings < CLOSINGS) {
            second = new Replica(fleet.database(), fleet.arguments());
            up.add(second.as(Demo.ADMIN));
          } else if (second != null) {
            up.removeLast();
            second.close();
            second = null;
            closings++;
          }
        }
      }
      pause(100 + random.nextInt(300));
      fleet.outside().otherwise(Fleet.answer());
      pause(300 + random.nextInt(700));
    }
    if (second != null) {
      up.removeLast();
      second.close();
    }
  }

  /** Stops a Core and starts it again, and notes when nothing may have begun. */
  private void stops(Http admin, String core) {
    while (!over.get()) {
      pause(4_000);
      if (!lifecycle(admin, core, "stop")) {
        continue;
      }
      long stopped = System.nanoTime();
      pause(3_000);
      long until = System.nanoTime();
      while (!lifecycle(admin, core, "start")) {
        until = System.nanoTime();
        pause(50);
      }
      history.stopped("loops-", stopped, until);
    }
  }

  private static boolean lifecycle(Http admin, String core, String verb) {
    try {
      var answer = admin.post(Demo.CORES + "/" + core + "/" + verb, "");
      // It may have happened, and the answer got lost.
      return answer.status() == 200 || answer.code().equals("INVALID_CORE_TRANSITION");
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static void settle(Fleet fleet) {
    Eventually.get(
        () -> {
          fleet
              .rows()
              .read(
                  "select id::text from mod_scaicore_checkpoints where status = 'pending'",
                  row -> row.getString(1))
              .forEach(
                  question ->
                      fleet
                          .admin()
                          .post(
                              Demo.CHECKPOINTS + "/" + question + "/resolve",
                              "{\"decision\": \"approve\"}"));
          return fleet
              .rows()
              .read(
                  """
                  select input ->> 'case' || ' ' || status from mod_scaicore_executions
                  where status not in ('completed', 'failed', 'cancelled')\
                  """,
                  row -> row.getString(1));
        },
        List::isEmpty);
  }

  private void pause(long millis) {
    LockSupport.parkNanos(millis * 1_000_000);
  }
}
