package ai.scailabs.scaicore.durability;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.execution.Failpoint;
import ai.scailabs.scaicore.execution.Failpoints;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.PluginServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A replica whose database or plugin is away for a moment. */
@ExtendWith(Fleet.Resolver.class)
class BrokenWorldTests {

  private static final List<Failpoint> TO_THE_QUESTION =
      List.of(
          Failpoint.ACCEPTED_BEFORE_INSERT,
          Failpoint.AFTER_INSERT,
          Failpoint.BEFORE_OUTSIDE_CALL,
          Failpoint.AFTER_OUTSIDE_CALL_BEFORE_RECORD,
          Failpoint.AFTER_RECORD,
          Failpoint.BEFORE_SUSPEND_COMMIT,
          Failpoint.AFTER_SUSPEND_COMMIT);

  private static final List<Failpoint> FROM_IT =
      List.of(
          Failpoint.BEFORE_RESOLVE_COMMIT,
          Failpoint.AFTER_RESOLVE_COMMIT,
          Failpoint.BEFORE_END_COMMIT,
          Failpoint.AFTER_END_COMMIT);

  @Test
  void aDatabaseThatCutsEverybodyOffBetweenStepsLosesNothing(Fleet fleet) {
    var core = fleet.core("Cut off", Fleet.approval());
    var names = new ArrayList<String>();
    for (var point : TO_THE_QUESTION) {
      var name = "cut-" + point.word();
      terminateAt(fleet, point);
      fleet.admin().post(Demo.CORES + "/" + core + "/invoke", Fleet.input(name));
      names.add(name);
      fleet.healed();
    }
    for (var point : FROM_IT) {
      var name = "cut-" + point.word();
      var question = asked(fleet, core, name);
      terminateAt(fleet, point);
      resolve(fleet, question);
      names.add(name);
    }

    fleet.healed();
    names.forEach(name -> finish(fleet, name));

    for (var name : names) {
      boolean refused = fleet.rows().status(name).isEmpty();
      assertThat(refused)
          .as(name)
          .isIn(false, name.endsWith(Failpoint.ACCEPTED_BEFORE_INSERT.word()));
      assertThat(fleet.rows().done(name)).as(name).isEqualTo(refused ? 0 : 1);
      boolean unrecorded = name.endsWith(Failpoint.AFTER_OUTSIDE_CALL_BEFORE_RECORD.word());
      assertThat(fleet.calls(name, "opening")).as(name).hasSize(refused ? 0 : unrecorded ? 2 : 1);
    }
  }

  @Test
  void whatAPluginThatIsAwayHasFailedIsRetriedFromThere(Fleet fleet) {
    var plugin = new PluginServer();
    int port = plugin.port();
    var source =
        """
        {"schema_version": "0.2", "name": "Away",
         "plugins": [{"alias": "desk", "endpoint": "http://127.0.0.1:%d"}],
         "flows": [{"name": "main", "body": [
           %s, {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Go on?",
                "assignee": "role:tenant_admin"}, %s]}]}
        """
            .formatted(
                port,
                Fleet.called("opening"),
                Fleet.blocks(Fleet.called("closing"), Fleet.done("case")));
    var core = Demo.running(fleet.admin(), "Away", source);
    var name = "away";
    var question = asked(fleet, core, name);
    assertThat(plugin.calls()).hasSize(1);
    plugin.close();

    resolve(fleet, question);
    Eventually.get(() -> fleet.rows().status(name), status -> status.equals("failed"));
    try (var back = new PluginServer(port, null)) {
      var id =
          fleet
              .rows()
              .read(
                  "select id from mod_scaicore_executions where input ->> 'case' = ?",
                  row -> row.getString(1),
                  name)
              .getFirst();
      fleet.admin().post(Demo.EXECUTIONS + "/" + id + "/retry", "{}");

      Eventually.get(() -> fleet.rows().status(name), status -> status.equals("completed"));
      assertThat(back.calls()).extracting(PluginServer.Call::method).containsExactly("closing");
    }
    assertThat(fleet.rows().done(name)).isEqualTo(1);
  }

  @Test
  void anObjectStoreThatIsAwayHoldsUpWhatNeedsItAndLosesNothing(Fleet fleet) throws Exception {
    var name = "stored-elsewhere";
    var large = "x".repeat(300_000);
    fleet.outside().then(PluginServer.result("\"" + large + "\""));
    var core =
        fleet.core(
            "Stored elsewhere",
            Fleet.blocks(
                Fleet.called("opening"),
                """
                {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Go on?",
                 "assignee": "role:tenant_admin"}
                """,
                Fleet.done("opening.length()")));

    var away = fleet.takeObjectsAway();
    var started =
        Thread.ofVirtual()
            .start(
                () -> fleet.admin().post(Demo.CORES + "/" + core + "/invoke", Fleet.input(name)));
    Eventually.get(() -> fleet.calls(name, "opening"), calls -> !calls.isEmpty());
    LockSupport.parkNanos(1_500_000_000);
    assertThat(fleet.rows().status(name)).isIn("", "running");
    away.close();
    started.join();
    assertThat(fleet.rows().status(name)).isEqualTo("suspended");

    var again = fleet.takeObjectsAway();
    resolve(fleet, fleet.rows().question(name).getFirst());
    LockSupport.parkNanos(1_500_000_000);
    assertThat(fleet.rows().status(name)).isEqualTo("running");
    again.close();
    Eventually.get(() -> fleet.rows().status(name), status -> status.equals("completed"));
    assertThat(fleet.rows().output(name)).isEqualTo("300000");
    assertThat(fleet.calls(name, "opening")).hasSize(1);
    assertThat(fleet.rows().done(name)).isEqualTo(1);
  }

  /** Starts a case, asking again where the last cut still shows, and gives its question. */
  private static String asked(Fleet fleet, String core, String name) {
    var questions =
        Eventually.get(
            () -> {
              fleet
                  .admin()
                  .send(
                      "POST",
                      Demo.CORES + "/" + core + "/invoke",
                      request ->
                          request
                              .header("Content-Type", "application/json")
                              .header("Idempotency-Key", name)
                              .POST(BodyPublishers.ofString(Fleet.input(name))));
              return fleet.rows().question(name);
            },
            found -> !found.isEmpty());
    return questions.getFirst();
  }

  private static void terminateAt(Fleet fleet, Failpoint point) {
    fleet
        .replica()
        .context()
        .getBean(Failpoints.class)
        .arm(point, 1, () -> fleet.rows().terminateBackends());
  }

  /** Answers what it asks until it has ended; one that is not there was refused. */
  private static void finish(Fleet fleet, String name) {
    Eventually.get(
        () -> {
          fleet.rows().question(name).forEach(question -> resolve(fleet, question));
          return fleet.rows().status(name);
        },
        status -> List.of("", "completed", "failed", "cancelled").contains(status));
  }

  private static void resolve(Fleet fleet, String question) {
    fleet
        .admin()
        .post(Demo.CHECKPOINTS + "/" + question + "/resolve", "{\"decision\": \"approve\"}");
  }
}
