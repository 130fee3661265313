package ai.scailabs.scaicore.execution.event;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ServerTest
class EventHistoryTests {

  @LocalServerPort private int port;
  private Http admin;
  private String core;

  @BeforeEach
  void setUp() {
    admin = new Http(port, Demo.ADMIN);
    core =
        Demo.running(
            admin,
            "Historic " + Ids.next(""),
            Demo.program(
                "{\"kind\": \"rigid\", \"statements\": [{\"kind\": \"emit\", \"event\": \"told\","
                    + " \"data\": \"{n: n}\"}]}"));
  }

  @Test
  void itHasTheCoresEventsAndNobodyElses() {
    var execution = Demo.invoke(admin, core, "{\"n\": 1}").data().path("id").asString();
    var events =
        Eventually.get(
            () -> events(""), all -> types(all).contains("scaicore.runtime.invocation.completed"));
    assertThat(types(events))
        .contains("scaicore.activated", "scaicore.runtime.invocation.started", "told");
    assertThat(events).allMatch(e -> e.path("core_id").asString().equals(core));
    assertThat(events("?execution_id=" + execution)).hasSizeLessThan(events.size());
    assertThat(types(events("?type=told"))).containsExactly("told");
    assertThat(types(events("?type=told&execution_id=exec_nope"))).isEmpty();
    assertThat(admin.as(Demo.VIEWER).get(path("")).status()).isEqualTo(200);
    assertThat(admin.as(Demo.GLOBEX).get(path("")).code()).isEqualTo("CORE_NOT_FOUND");
    assertThat(admin.get(Demo.CORES + "/core_nope/events/history").code())
        .isEqualTo("CORE_NOT_FOUND");
  }

  @Test
  void itIsNarrowedByTime() {
    Demo.invoke(admin, core, "{\"n\": 1}");
    var first = Instant.parse(events("?type=told").getFirst().path("timestamp").asString());
    Demo.invoke(admin, core, "{\"n\": 2}");
    Eventually.get(() -> events("?type=told"), told -> told.size() == 2);

    assertThat(numbers("?type=told&since=" + first)).containsExactly(2, 1);
    assertThat(numbers("?type=told&since=" + first.plusNanos(1_000))).containsExactly(2);
    assertThat(numbers("?type=told&until=" + first)).isEmpty();
    assertThat(numbers("?type=told&until=" + first.plusNanos(1_000))).containsExactly(1);
    assertThat(numbers("?type=told&since=-1000000000-01-01T00:00:00Z")).containsExactly(2, 1);
    assertThat(numbers("?type=told&until=%2B1000000000-01-01T00:00:00Z")).containsExactly(2, 1);
    assertThat(admin.get(path("?since=yesterday")).field()).isEqualTo("since");
    assertThat(admin.get(path("?type=a%00b")).code()).isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void itsPagesHaveEachEventOnceWhileMoreCome() {
    for (int i = 0; i < 6; i++) {
      Demo.invoke(admin, core, "{\"n\": " + i + "}");
    }
    Eventually.get(() -> events("?type=told"), told -> told.size() == 6);
    var seen = new ArrayList<Integer>();
    String cursor = "";
    do {
      var page =
          admin.get(path("?type=told&limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor)));
      numbers(page.data()).forEach(seen::add);
      cursor = page.json().at("/pagination/next_cursor").asString("");
      assertThat(page.json().at("/pagination/has_more").asBoolean()).isEqualTo(!cursor.isEmpty());
      Demo.invoke(admin, core, "{\"n\": 99}");
    } while (!cursor.isEmpty());
    assertThat(seen).containsExactly(5, 4, 3, 2, 1, 0);
  }

  @Test
  void pagesOfTwoBetweenTwoMomentsHaveEachEventOnce() {
    for (int i = 0; i < 7; i++) {
      Demo.invoke(admin, core, "{\"n\": " + i + "}");
    }
    // What runs tell is written a moment later.
    Eventually.get(
        () -> events("?type=scaicore.runtime.invocation.completed"), all -> all.size() == 7);
    var told = events("?type=told");
    assertThat(told).hasSize(7);
    var since = told.get(5).path("timestamp").asString();
    var until = told.get(0).path("timestamp").asString();
    for (var type : List.of("&type=told", "")) {
      var seen = new ArrayList<String>();
      String cursor = "";
      do {
        var page =
            admin.get(
                path(
                    "?limit=2&since="
                        + since
                        + "&until="
                        + until
                        + type
                        + (cursor.isEmpty() ? "" : "&cursor=" + cursor)));
        page.data().path("events").forEach(event -> seen.add(event.path("id").asString()));
        cursor = page.json().at("/pagination/next_cursor").asString("");
      } while (!cursor.isEmpty());
      assertThat(seen).doesNotHaveDuplicates();
      assertThat(seen)
          .filteredOn(id -> told.stream().anyMatch(e -> e.path("id").asString().equals(id)))
          .containsExactlyElementsOf(
              told.subList(1, 6).stream().map(e -> e.path("id").asString()).toList());
      assertThat(seen).hasSizeGreaterThanOrEqualTo(type.isEmpty() ? 10 : 5);
    }
  }

  private String path(String query) {
    return Demo.CORES + "/" + core + "/events/history" + query;
  }

  private List<JsonNode> events(String query) {
    var answer = admin.get(path(query));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.data().path("events").valueStream().toList();
  }

  private List<Integer> numbers(String query) {
    return numbers(admin.get(path(query)).data());
  }

  private static List<Integer> numbers(JsonNode data) {
    return data.path("events").valueStream().map(e -> e.at("/payload/data/n").asInt()).toList();
  }

  private static List<String> types(List<JsonNode> events) {
    return events.stream().map(e -> e.path("type").asString()).toList();
  }
}
