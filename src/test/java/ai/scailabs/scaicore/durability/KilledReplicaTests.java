package ai.scailabs.scaicore.durability;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.execution.Failpoint;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Replicas in processes of their own that are killed, or stopped and woken, at each of the points
 * where that could matter, and another replica that goes on.
 */
@ExtendWith(Fleet.Resolver.class)
class KilledReplicaTests {

  /** The time that a lease lasts, and five seconds. */
  private static final Duration LATEST = Duration.ofSeconds(15);

  /** In the order in which executions that follow one another come to those that are left. */
  private static final List<Failpoint> ON_THE_WAY_TO_THE_QUESTION =
      List.of(
          Failpoint.ACCEPTED_BEFORE_INSERT,
          Failpoint.AFTER_INSERT,
          Failpoint.BEFORE_OUTSIDE_CALL,
          Failpoint.AFTER_OUTSIDE_CALL_BEFORE_RECORD,
          Failpoint.AFTER_RECORD,
          Failpoint.BEFORE_SUSPEND_COMMIT,
          Failpoint.AFTER_SUSPEND_COMMIT);

  private static final List<Failpoint> ON_THE_WAY_FROM_IT =
      List.of(
          Failpoint.BEFORE_RESOLVE_COMMIT,
          Failpoint.AFTER_RESOLVE_COMMIT,
          Failpoint.BEFORE_END_COMMIT,
          Failpoint.AFTER_END_COMMIT);

  private static final List<Failpoint> IN_CALLED_CORES =
      List.of(Failpoint.CHILD_BEGUN, Failpoint.CHILD_ENDED);

  @Test
  void whereverAProcessIsKilledAnotherGoesOn(Fleet fleet) {
    var points = EnumSet.copyOf(ON_THE_WAY_TO_THE_QUESTION);
    points.addAll(ON_THE_WAY_FROM_IT);
    points.addAll(IN_CALLED_CORES);
    var armed = points.stream().map(p -> p.word() + ":hang").collect(Collectors.joining(","));
    var core = fleet.core("Killed", Fleet.approval());
    var calling = fleet.calling("Killed caller");
    Map<Failpoint, String> cases = new EnumMap<>(Failpoint.class);
    points.forEach(point -> cases.put(point, named(point)));
    try (var child = ChildReplica.start(fleet, armed)) {
      // One execution hangs at each point, so that one kill is a kill at all of them.
      for (var point : ON_THE_WAY_TO_THE_QUESTION) {
        inBackground(() -> start(child.admin(), core, named(point)));
        child.await(point);
      }
      for (var point : ON_THE_WAY_FROM_IT) {
        start(child.admin(), core, named(point));
        var question = fleet.rows().question(named(point)).getFirst();
        inBackground(() -> resolve(child.admin(), question));
        child.await(point);
      }
      for (var point : IN_CALLED_CORES) {
        inBackground(() -> start(child.admin(), calling, named(point)));
        child.await(point);
      }
      child.kill();
    }
    long killed = System.nanoTime();
    var accepted = new ArrayList<>(cases.values());
    // It was not accepted: nothing of it was committed, and nobody was told that it was.
    accepted.remove(named(Failpoint.ACCEPTED_BEFORE_INSERT));
    finish(fleet, accepted);

    assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(LATEST);
    assertThat(fleet.rows().status(named(Failpoint.ACCEPTED_BEFORE_INSERT))).isEmpty();
    for (var name : accepted) {
      assertThat(fleet.rows().status(name)).as(name).isEqualTo("completed");
      assertThat(fleet.rows().done(name)).as(name).isEqualTo(1);
      if (IN_CALLED_CORES.stream().anyMatch(point -> name.equals(named(point)))) {
        assertThat(fleet.rows().status(name + "-called")).isEqualTo("completed");
        assertThat(fleet.calls(name + "-called", "opening")).as(name).hasSize(1);
        continue;
      }
      // Only what was sent and not recorded is sent again, with the key that it had.
      boolean unrecorded = name.equals(named(Failpoint.AFTER_OUTSIDE_CALL_BEFORE_RECORD));
      var before = fleet.calls(name, "opening");
      assertThat(before).as(name).hasSize(unrecorded ? 2 : 1);
      assertThat(before.getFirst().key()).as(name).isEqualTo(before.getLast().key()).isNotEmpty();
      assertThat(fleet.calls(name, "closing")).as(name).hasSize(1);
    }
  }

  @Test
  void whereverAProcessIsKilledWhileSomebodyDebugsTheExecutionIsStoppedOrGoesOn(Fleet fleet) {
    var core =
        fleet.core(
            "Debugged",
            Fleet.blocks(
                Fleet.called("opening"), Fleet.called("closing"), Fleet.done("closing.done")));
    var points =
        List.of(
            Failpoint.BEFORE_SUSPEND_COMMIT,
            Failpoint.AFTER_SUSPEND_COMMIT,
            Failpoint.AFTER_STEP_COMMIT);
    var armed = points.stream().map(p -> p.word() + ":hang").collect(Collectors.joining(","));
    try (var child = ChildReplica.start(fleet, armed)) {
      child
          .admin()
          .post(
              Demo.CORES + "/" + core + "/debug/breakpoint",
              "{\"block_id\": \"flows.main.body[1]\"}");
      for (var point : points.subList(0, 2)) {
        inBackground(() -> start(child.admin(), core, debugged(point)));
        child.await(point);
      }
      var last = debugged(Failpoint.AFTER_STEP_COMMIT);
      start(child.admin(), core, last);
      inBackground(() -> step(child.admin(), core, execution(fleet, last)));
      child.await(Failpoint.AFTER_STEP_COMMIT);
      child.kill();
    }
    for (var point : points.subList(0, 2)) {
      var name = debugged(point);
      Eventually.get(() -> fleet.rows().status(name), "breakpoint"::equals);
      assertThat(fleet.calls(name, "closing")).as(name).isEmpty();
      step(fleet.admin(), core, execution(fleet, name));
    }
    finish(fleet, points.stream().map(KilledReplicaTests::debugged).toList());

    for (var point : points) {
      var name = debugged(point);
      assertThat(fleet.rows().status(name)).as(name).isEqualTo("completed");
      assertThat(fleet.rows().done(name)).as(name).isEqualTo(1);
      assertThat(fleet.calls(name, "opening")).as(name).hasSize(1);
      assertThat(fleet.calls(name, "closing")).as(name).hasSize(1);
    }
  }

  private static String debugged(Failpoint point) {
    return "debugged-" + point.word();
  }

  private static String execution(Fleet fleet, String name) {
    return fleet
        .rows()
        .read(
            "select id from mod_scaicore_executions where input ->> 'case' = ?",
            row -> row.getString(1),
            name)
        .getFirst();
  }

  private static void step(Http admin, String core, String execution) {
    admin.post(
        Demo.CORES + "/" + core + "/debug/step",
        "{\"execution_id\": \"" + execution + "\", \"mode\": \"continue\"}");
  }

  @Test
  void aReplicaThatSleptPastItsLeaseWritesNothing(Fleet fleet) {
    var core = fleet.core("Asleep", Fleet.approval());
    var inCall = "asleep-in-call";
    var inTransaction = "asleep-in-transaction";
    try (var child =
        ChildReplica.start(
            fleet, "after-outside-call-before-record:stop:2,before-end-commit:stop")) {
      start(child.admin(), core, inCall);
      assertThat(fleet.rows().status(inCall)).isEqualTo("suspended");
      // It stands still with the answer of the second call in its hands.
      var question = fleet.rows().question(inCall).getFirst();
      inBackground(() -> resolve(child.admin(), question));
      child.await(Failpoint.AFTER_OUTSIDE_CALL_BEFORE_RECORD);
      finish(fleet, List.of(inCall));
      assertThat(fleet.calls(inCall, "closing")).hasSize(2);
      var ended = ended(fleet, inCall);
      child.signal("CONT");
      start(child.admin(), core, inTransaction);

      // It stands still within the transaction that would end the execution.
      var second = fleet.rows().question(inTransaction).getFirst();
      inBackground(() -> resolve(child.admin(), second));
      child.await(Failpoint.BEFORE_END_COMMIT);
      finish(fleet, List.of(inTransaction));
      var endedInTransaction = ended(fleet, inTransaction);
      child.signal("CONT");
      start(child.admin(), core, "asleep-no-more");

      assertThat(ended(fleet, inCall)).isEqualTo(ended);
      assertThat(ended(fleet, inTransaction)).isEqualTo(endedInTransaction);
    }
    for (var name : List.of(inCall, inTransaction)) {
      assertThat(fleet.rows().done(name)).as(name).isEqualTo(1);
      assertThat(fleet.calls(name, "opening")).as(name).hasSize(1);
    }
    finish(fleet, List.of("asleep-no-more"));
  }

  @Test
  void whatAReplicaClaimedAndNeverRanIsClaimedAgain(Fleet fleet) {
    var core = fleet.core("Claimed", Fleet.approval());
    var names = IntStream.range(0, 20).mapToObj(i -> "claimed-" + i + "-").toList();
    names.forEach(name -> start(fleet.admin(), core, name));
    try (var child = ChildReplica.start(fleet, Failpoint.CLAIM_AFTER_TAKE.word() + ":hang")) {
      // Whichever of the two looks first gets them.
      Eventually.get(
          () -> {
            fleet.rows().abandon(core);
            LockSupport.parkNanos(300_000_000);
            return child.reached(Failpoint.CLAIM_AFTER_TAKE);
          },
          reached -> reached);
      child.kill();
    }
    long killed = System.nanoTime();
    finish(fleet, names);

    assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(LATEST);
    for (var name : names) {
      assertThat(fleet.rows().status(name)).as(name).isEqualTo("completed");
      assertThat(fleet.calls(name, "opening")).as(name).hasSize(1);
      assertThat(fleet.calls(name, "closing")).as(name).hasSize(1);
    }
  }

  /** All that ending writes, as one text. */
  private static List<String> ended(Fleet fleet, String name) {
    return fleet
        .rows()
        .read(
            """
            select concat_ws(' ', status, version, ended_at, output) from mod_scaicore_executions
            where input ->> 'case' = ?\
            """,
            row -> row.getString(1),
            name);
  }

  /** Answers what they ask, by the replica that stayed, until all have ended. */
  private static void finish(Fleet fleet, List<String> names) {
    for (var name : names) {
      Eventually.get(
          () -> {
            fleet.rows().question(name).forEach(question -> resolve(fleet.admin(), question));
            return fleet.rows().status(name);
          },
          status -> List.of("completed", "failed", "cancelled").contains(status));
    }
  }

  private static void start(Http admin, String core, String name) {
    admin.post(Demo.CORES + "/" + core + "/invoke", Fleet.input(name));
  }

  private static void resolve(Http admin, String question) {
    admin.post(Demo.CHECKPOINTS + "/" + question + "/resolve", "{\"decision\": \"approve\"}");
  }

  /** Nobody waits for it: the process that would answer is killed. */
  private static void inBackground(Runnable request) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                request.run();
              } catch (IllegalStateException e) {
                // As expected.
              }
            });
  }

  private static String named(Failpoint point) {
    return "killed-" + point.word();
  }
}
