package ai.scailabs.scaicore.durability;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * What people and programs do with a fleet meanwhile: they start executions, answer what is asked,
 * sometimes two of them at once, cancel, and ask again where no answer came.
 */
final class Callers {

  private static final int TRIES = 200;

  private final Fleet fleet;
  private final History history;
  private final Supplier<List<Http>> replicas;
  private final String asks;
  private final String works;
  private final String turns;
  private final String loops;
  private final AtomicInteger doubleAnswers = new AtomicInteger();

  /**
   * @param replicas those that are up now, as the admin
   */
  Callers(Fleet fleet, History history, Supplier<List<Http>> replicas) {
    this.fleet = fleet;
    this.history = history;
    this.replicas = replicas;
    this.asks = fleet.core("Asks", Fleet.approval());
    this.works =
        fleet.core(
            "Works",
            Fleet.blocks(Fleet.called("one"), Fleet.asked("two"), Fleet.called("three"), done()));
    this.turns =
        fleet.core(
            "Turns",
            "\"instance\": {\"mode\": \"entity\", \"entity_key\": \"desk\","
                + " \"max_concurrent\": 1, \"overflow\": \"queue\"},",
            Fleet.blocks(Fleet.called("turn"), done()));
    this.loops = fleet.core("Loops", Fleet.blocks(loop(), done()));
  }

  private static String done() {
    return Fleet.done("case");
  }

  private static String loop() {
    return """
    {"kind": "rigid", "statements": [{"kind": "assign", "target": "i", "value": "0"}]},
    {"kind": "while", "condition": "i < 20", "max_iterations": 20, "body": [
      %s, {"kind": "rigid", "statements": [{"kind": "assign", "target": "i", "value": "i + 1"}]}]}
    """
        .formatted(Fleet.called("step"));
  }

  /** The Core whose executions take a while. */
  String loops() {
    return loops;
  }

  /** How often two answers to one question were both taken. */
  int doubleAnswers() {
    return doubleAnswers.get();
  }

  /** Does one thing. */
  void act(Random random, int caller, int number) {
    int kind = random.nextInt(100);
    if (kind < 40) {
      ask("asks-case-" + number, random);
    } else if (kind < 70) {
      start(works, "works-case-" + number, "", random);
    } else if (kind < 90) {
      // Only this caller starts executions of its instances, one after the other.
      var desk = "desk-" + caller + "-" + random.nextInt(2);
      var name = "turns-case-" + number;
      if (!start(turns, name, ", \"desk\": \"" + desk + "\"", random).isEmpty()) {
        history.arrived(desk, name);
      }
    } else {
      var name = "loops-case-" + number;
      var id = start(loops, name, "", random);
      if (!id.isEmpty() && random.nextBoolean()) {
        LockSupport.parkNanos(random.nextInt(300_000_000));
        cancel(id, name, random);
      }
    }
  }

  private void ask(String name, Random random) {
    if (start(asks, name, "", random).isEmpty()) {
      return;
    }
    for (int i = 0; i < TRIES; i++) {
      var question = fleet.rows().question(name);
      if (!question.isEmpty()) {
        answer(question.getFirst());
        return;
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** Two people answer at once, on any replicas. */
  private void answer(String question) {
    var answers =
        AtOnce.run(
            2,
            i -> {
              try {
                var here = replicas.get();
                return here.get(i % here.size())
                    .post(
                        Demo.CHECKPOINTS + "/" + question + "/resolve",
                        "{\"decision\": \"approve\", \"comment\": \"by " + i + "\"}")
                    .status();
              } catch (IllegalStateException e) {
                return 0;
              }
            });
    if (answers.stream().filter(status -> status == 200).count() > 1) {
      doubleAnswers.incrementAndGet();
    }
  }

  private void cancel(String id, String name, Random random) {
    for (int i = 0; i < TRIES; i++) {
      int status = send(Demo.EXECUTIONS + "/" + id + "/cancel", "{}", "", random).status();
      if (status == 200) {
        history.cancelled(name);
      }
      if (status == 200 || status == 409) {
        return;
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  /** Starts one, asking again until it is told; the id, or nothing where its Core does not run. */
  private String start(String core, String name, String more, Random random) {
    var body = "{\"input\": {\"case\": \"" + name + "\"" + more + "}}";
    for (int i = 0; i < TRIES; i++) {
      var told = send(Demo.CORES + "/" + core + "/invoke", body, name, random);
      if (told.status() >= 200 && told.status() < 300) {
        history.accepted(name);
        return told.id();
      }
      if (told.status() == 409) {
        return "";
      }
      LockSupport.parkNanos(50_000_000);
    }
    throw new AssertionError(name + " is never accepted");
  }

  private record Told(int status, String id) {}

  private Told send(String path, String body, String key, Random random) {
    var here = replicas.get();
    try {
      var answer =
          here.get(random.nextInt(here.size()))
              .send(
                  "POST",
                  path,
                  request -> {
                    if (!key.isEmpty()) {
                      request.header("Idempotency-Key", key).header("Prefer", "respond-async");
                    }
                    return request
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body));
                  });
      return new Told(answer.status(), answer.status() < 300 ? id(answer) : "");
    } catch (IllegalStateException e) {
      return new Told(0, "");
    }
  }

  private static String id(Http.Answer answer) {
    return answer.data().path("id").asString("");
  }
}
