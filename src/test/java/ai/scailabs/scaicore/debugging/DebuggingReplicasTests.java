package ai.scailabs.scaicore.debugging;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.EventStream;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Replica;
import ai.scailabs.scaicore.testing.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Breakpoints and logs over two replicas, and with everything switched off. */
class DebuggingReplicasTests {

  private static final String BLOCKS =
      """
      {"kind": "debug", "level": "info", "message": "n is {{input.n}}"},
      {"kind": "rigid", "statements": [{"kind": "assign", "target": "x", "value": "input.n * 2"}]},
      {"kind": "rigid", "statements": [{"kind": "return", "value": "x"}]}
      """;

  @Test
  @SuppressWarnings("try") // the replicas leave in the middle of the story
  void aBreakpointStopsOnAnyReplicaAndAnyReplicaGoesOnAlsoAfterARestart() {
    var database = TestPostgres.newDatabase();
    String core;
    String execution;
    try (var second = new Replica(database)) {
      try (var first = new Replica(database)) {
        core = Demo.running(first.as(Demo.ADMIN), "Replicated", Demo.program(BLOCKS));
        var stream =
            new EventStream(
                second.port(), Demo.ADMIN, Demo.CORES + "/" + core + "/logs/stream", null);
        try (stream) {
          Eventually.get(stream::comments, c -> !c.isEmpty());
          var set =
              first
                  .as(Demo.ADMIN)
                  .post(
                      Demo.CORES + "/" + core + "/debug/breakpoint",
                      "{\"block_id\": \"flows.main.body[1]\"}");
          assertThat(set.status()).as(set.body()).isEqualTo(201);
          // The Core runs there for the first time.
          var stopped = Demo.invoke(second.as(Demo.ADMIN), core, "{\"n\": 4}").data();
          assertThat(stopped.path("status").asString()).isEqualTo("breakpoint");
          execution = stopped.path("id").asString();
          Demo.invoke(first.as(Demo.ADMIN), core, "{\"n\": 5}");
          Eventually.get(
              () -> stream.events().stream().map(e -> e.data().path("message").asString()).toList(),
              said -> said.containsAll(List.of("n is 4", "n is 5")));
          first.close();
          // The other replica's streams go on.
          assertThat(stream.ended()).isFalse();
          second.close();
          Eventually.get(stream::ended, ended -> ended);
        }
      }
    }
    try (var third =
        new Replica(
            database,
            List.of(
                "--scaicore.features.logs=false",
                "--scaicore.features.log-stream=false",
                "--scaicore.features.breakpoint=false",
                "--scaicore.features.inspect=false"))) {
      var admin = third.as(Demo.ADMIN);
      var found = admin.get(Demo.EXECUTIONS + "/" + execution).data();
      assertThat(found.path("status").asString()).isEqualTo("breakpoint");
      var next =
          admin.post(
              Demo.CORES + "/" + core + "/debug/step",
              "{\"execution_id\": \"" + execution + "\", \"mode\": \"continue\"}");
      assertThat(next.data().path("output").asInt()).as(next.body()).isEqualTo(8);

      // What was set before is still there, and holds no more.
      assertThat(Demo.invoke(admin, core, "{\"n\": 6}").data().path("status").asString())
          .isEqualTo("completed");

      var path = Demo.CORES + "/" + core;
      assertThat(admin.get(path + "/logs").data().toString())
          .isEqualTo("{\"logs\":[],\"message\":\"Log retrieval placeholder\"}");
      assertThat(admin.get(path + "/logs").json().has("pagination")).isFalse();
      for (var off :
          List.of(
              admin.get(path + "/logs/stream"),
              admin.post(path + "/debug/breakpoint", "{\"node_id\": \"n\"}"),
              admin.post(path + "/debug/breakpoint", ""),
              admin.get(path + "/debug/breakpoint"),
              admin.delete(path + "/debug/breakpoint/x"),
              admin.post(path + "/debug/inspect", ""))) {
        assertThat(off.status()).as(off.body()).isEqualTo(501);
        assertThat(off.code()).isEqualTo("NOT_IMPLEMENTED");
      }
    }
  }
}
