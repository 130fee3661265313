package ai.scailabs.scaicore.durability;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.execution.Failpoint;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Replicas in processes of their own that are killed while their programs publish messages, take
 * them, or are brought them. Another replica goes on; no message is lost, and none is taken twice.
 */
@ExtendWith(Fleet.Resolver.class)
class KilledConsumerTests {

  private static final String QUEUES = "/v1/modules/scaiqueue/scopes";
  private static final int MOST = 40;

  @Test
  void noMessageIsLostOrTakenTwiceWhereverAProcessIsKilled(Fleet fleet) {
    var scope = scope(fleet, "killed-consumers");
    var taking = core(fleet, "Takes", scope, "in");
    var waiting = core(fleet, "Is brought", scope, "brought");
    var taken = List.of("not-taken", "taken", "published");
    taken.forEach(name -> message(fleet.admin(), scope, "in", name));
    var brought = new ArrayList<String>();
    // The first commit of an execution is the one that publishes, the second one that takes.
    try (var child =
        ChildReplica.start(
            fleet,
            "before-queue-commit:hang:2,after-queue-commit:hang:3,before-delivery-commit:hang")) {
      inBackground(() -> start(child.admin(), taking, "not-taken"));
      child.await(Failpoint.BEFORE_QUEUE_COMMIT);
      inBackground(() -> start(child.admin(), taking, "taken"));
      child.await(Failpoint.AFTER_QUEUE_COMMIT);
      brought.addAll(bring(fleet, child, waiting, scope, Failpoint.BEFORE_DELIVERY_COMMIT));
      child.kill();
    }
    try (var child =
        ChildReplica.start(fleet, "after-queue-commit:hang,after-delivery-commit:hang")) {
      inBackground(() -> start(child.admin(), taking, "published"));
      child.await(Failpoint.AFTER_QUEUE_COMMIT);
      brought.addAll(bring(fleet, child, waiting, scope, Failpoint.AFTER_DELIVERY_COMMIT));
      child.kill();
    }

    var names = Stream.concat(taken.stream(), brought.stream()).toList();
    names.forEach(name -> finished(fleet, name));
    var published = bodies(fleet, scope, "out", "ready");
    for (var name : names) {
      assertThat(fleet.rows().done(name)).as(name).isEqualTo(1);
      assertThat(published).containsOnlyOnce(name);
    }
    assertThat(bodies(fleet, scope, "in", "completed")).hasSameSizeAs(taken);
    assertThat(bodies(fleet, scope, "brought", "completed")).hasSameSizeAs(brought);
    // Each was given a message of its own.
    assertThat(names.stream().map(name -> fleet.rows().output(name)).distinct())
        .hasSameSizeAs(names);
  }

  /** Has executions wait for messages until the child, and not the other replica, brings one. */
  private static List<String> bring(
      Fleet fleet, ChildReplica child, String core, String scope, Failpoint point) {
    var names = new ArrayList<String>();
    for (int i = 0; i < MOST && !child.reached(point); i++) {
      var name = point.word() + "-" + i + "-";
      names.add(name);
      start(fleet.admin(), core, name);
      message(fleet.admin(), scope, "brought", name);
      LockSupport.parkNanos(150_000_000);
    }
    child.await(point);
    return names;
  }

  private static String scope(Fleet fleet, String slug) {
    fleet.admin().post(QUEUES, "{\"slug\": \"%s\"}".formatted(slug));
    for (var queue : List.of("in", "out", "brought")) {
      var made =
          fleet.admin().post(QUEUES + "/" + slug + "/queues", "{\"slug\": \"" + queue + "\"}");
      assertThat(made.status()).as(made.body()).isEqualTo(201);
    }
    return slug;
  }

  /** A Core that publishes the name of its case, takes a message, and says that it is done. */
  private static String core(Fleet fleet, String name, String scope, String in) {
    return fleet.core(
        name,
        "\"scaiqueue\": {\"scope\": \"%s\"},".formatted(scope),
        Fleet.blocks(
            """
            {"kind": "rigid", "result_binding": "m", "statements": [
              {"kind": "queue_publish", "queue": "out", "payload": "case"},
              {"kind": "queue_consume", "queue": "%s"}]}
            """
                .formatted(in),
            Fleet.done("m.message_id")));
  }

  private static void message(Http admin, String scope, String queue, String body) {
    var made =
        admin.post(
            QUEUES + "/" + scope + "/queues/" + queue + "/messages",
            "{\"message_type\": \"t\", \"body\": \"%s\"}".formatted(body));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
  }

  private static List<String> bodies(Fleet fleet, String scope, String queue, String status) {
    return fleet
        .rows()
        .read(
            """
            select m.body #>> '{}' from mod_scaiqueue_messages m
            join mod_scaiqueue_queues q on q.id = m.queue_id
            join mod_scaiqueue_scopes s on s.id = m.scope_id
            where s.slug = ? and q.slug = ? and m.status = ?\
            """,
            row -> row.getString(1),
            scope,
            queue,
            status);
  }

  private static void start(Http admin, String core, String name) {
    admin.post(Demo.CORES + "/" + core + "/invoke", Fleet.input(name));
  }

  private static void finished(Fleet fleet, String name) {
    assertThat(Eventually.get(() -> fleet.rows().status(name), s -> s.equals("completed")))
        .isEqualTo("completed");
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
}
