package ai.scailabs.scaicore.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.EventStream;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Who watches their inbox sees what appears in it and what leaves it. */
@ServerTest
class InboxStreamTests {

  private static final String STREAM = Demo.CHECKPOINTS + "/stream";

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionOperations transactions;
  @Autowired private InboxChanges changes;
  @Autowired private InboxHeads heads;
  private Office office;
  private Office.Person ann;
  private Office.Person bob;

  @BeforeEach
  void freshOffice() {
    office = new Office(directory, port);
    ann = office.reviewer();
    bob = office.reviewer();
  }

  @Test
  void whatAppearsChangesAndLeavesIsShownToThoseItIsForAndNobodyElse() {
    var before = office.asked(office.group());
    try (var anns = stream(ann, null);
        var clerks = stream(office.clerk(), null)) {
      var id = office.asked(office.group(), "\"priority\": \"high\"");
      var forClerks = office.asked("role:clerk");
      Office.claim(bob.http(), id);
      Office.release(bob.http(), id);
      Office.reassign(office.admin(), id, "user:" + bob.email());
      Office.reassign(office.admin(), id, "user:" + ann.email());
      Office.resolve(ann.http(), id);
      Office.cancel(ann.http(), before);
      Office.resolve(bob.http(), forClerks);

      var seen = anns.until(events -> events.size() >= 9);

      assertThat(seen.stream().map(e -> e.name().substring(11) + named(e, id, before)))
          .containsExactly(
              "added it",
              "added forClerks",
              "changed it",
              "changed it",
              "removed it",
              "added it",
              "removed it",
              "removed before",
              "removed forClerks");
      var added = seen.getFirst().data();
      assertThat(added.path("priority").asString()).isEqualTo("high");
      assertThat(added.path("prompt").asString()).isEqualTo("Well?");
      assertThat(seen.get(4).data().path("status").asString()).isNotEmpty();
      assertThat(seen.get(7).data().path("status").asString()).isEqualTo("cancelled");
      var others = clerks.until(events -> events.size() >= 2);
      assertThat(others.stream().map(e -> e.data().path("id").asString()))
          .containsExactly(forClerks, forClerks);
      assertThat(places(seen)).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void aStreamGoesOnBehindTheLastEventThatItsClientHasSeen() {
    String idle;
    String first;
    String last;
    try (var stream = stream(ann, null)) {
      idle = stream.lastId();
      first = office.asked(office.group());
      stream.until(events -> events.size() == 1);
      last = stream.lastId();
    }
    var second = office.asked(office.group());
    Office.cancel(ann.http(), first);

    try (var again = stream(ann, last);
        var whoSawNothing = stream(ann, idle)) {
      assertThat(ids(again.until(events -> events.size() == 2))).containsExactly(second, first);
      assertThat(ids(whoSawNothing.until(events -> events.size() == 3)))
          .containsExactly(first, second, first);
    }
  }

  @Test
  void whatIsCommittedLateIsNotSkipped() {
    var late = office.asked(office.group());
    var quick = office.asked(office.group());
    try (var stream = stream(ann, null)) {
      var committing =
          transactions.execute(
              status -> {
                jdbc.sql(
                        """
                        update mod_scaicore_checkpoints
                        set reminder_count = 1, version = version + 1
                        where id = cast(? as uuid)
                        """)
                    .param(late)
                    .update();
                // Another transaction begins later and is through before this one.
                assertThat(Office.claim(bob.http(), quick).status()).isEqualTo(200);
                var place = InboxPlace.parse(stream.lastId());
                return changes.after(tenant(late), List.of(address()), place, 10).items().size();
              });
      assertThat(committing).isZero();

      assertThat(ids(stream.until(events -> events.size() == 2))).containsExactly(late, quick);
    }
  }

  /** A run writes its own row first, and closes its questions at its end. */
  @Test
  void whatAnOlderTransactionHasClosedIsNotShownAsWaitingAgain() {
    var id = office.asked(office.group());
    try (var stream = stream(ann, null)) {
      transactions.executeWithoutResult(
          status -> {
            jdbc.sql("select pg_current_xact_id()::text").query(String.class).single();
            assertThat(Office.claim(bob.http(), id).status()).isEqualTo(200);
            jdbc.sql(
                    """
                    update mod_scaicore_checkpoints
                    set status = 'cancelled', resolved_at = now(), version = version + 1
                    where id = cast(? as uuid)
                    """)
                .param(id)
                .update();
          });

      var seen = stream.until(events -> events.size() == 2);

      assertThat(seen.stream().map(EventStream.Event::name))
          .containsExactly("checkpoint.removed", "checkpoint.removed");
    }
  }

  @Test
  void aStreamInWhichNothingMovesStillComesAlong() {
    try (var stream = stream(ann, null)) {
      var from = InboxPlace.parse(stream.lastId());
      var tenant = tenant(office.asked("role:clerk"));
      var quiet =
          Eventually.get(
              () -> changes.after(tenant, List.of(address()), from, 10),
              look -> InboxPlace.parse(look.place()).transaction() > from.transaction());
      assertThat(quiet.items()).isEmpty();
      assertThat(
              Eventually.get(
                  () -> heads.quietUpTo(tenant, List.of(address()), from),
                  place -> place.filter(p -> p.transaction() > from.transaction()).isPresent()))
          .isPresent();
      assertThat(heads.quietUpTo(tenant, List.of(new Address("role", "clerk")), from)).isEmpty();
    }
  }

  @Test
  void whoIsNotToSeeItAnyMoreIsNotShownMore() {
    var key =
        office
            .admin()
            .post(
                "/v1/api-keys", "{\"name\": \"watching\", \"user_id\": \"%s\"}".formatted(ann.id()))
            .data();
    try (var stream = EventStream.opened(port, key.path("key").asString(), STREAM, null);
        var other = stream(bob, null)) {
      assertThat(office.admin().delete("/v1/api-keys/" + key.path("id").asString()).status())
          .isLessThan(300);

      Eventually.get(stream::ended, ended -> ended);

      var id = office.asked(office.group());
      assertThat(ids(other.until(events -> events.size() == 1))).containsExactly(id);
      assertThat(stream.events()).isEmpty();
    }
  }

  @Test
  void aCoreThatIsDeletedTakesItsCheckpointsOutOfTheInbox() {
    var id = office.asked(office.group());
    try (var stream = stream(ann, null)) {
      var core = office.checkpoint(id).path("core_id").asString();
      assertThat(office.admin().delete(Demo.CORES + "/" + core).status()).isEqualTo(200);

      var gone = stream.until(events -> !events.isEmpty()).getFirst();

      assertThat(gone.name()).isEqualTo("checkpoint.removed");
      assertThat(gone.data().path("id").asString()).isEqualTo(id);
    }
  }

  @Test
  void whoWasAwayForTooLongIsToldToListAgain() {
    var before = EventStream.opened(port, ann.key(), STREAM, null);
    before.close();
    var id = office.asked(office.group());
    var tenant = tenant(id);
    jdbc.sql(
            "update mod_scaicore_inbox_changes set at = now() - interval '2 days' where tenant_id ="
                + " ?")
        .param(tenant)
        .update();
    while (changes.removeOlderThan(Duration.ofDays(1), 1)) {
      // One at a time.
    }
    assertThat(
            jdbc.sql("select count(*) from mod_scaicore_inbox_changes where tenant_id = ?")
                .param(tenant)
                .query(Integer.class)
                .single())
        .isZero();

    for (var place : List.of(before.lastId(), "999999999999999999-1")) {
      try (var stream = stream(ann, place)) {
        var reset = stream.until(events -> !events.isEmpty()).getFirst();
        assertThat(reset.name()).isEqualTo("checkpoint.reset");
        var next = office.asked(office.group());
        var later = stream.until(events -> events.size() == 2).getLast();
        assertThat(later.data().path("id").asString()).isEqualTo(next);
      }
    }
  }

  @Test
  void aStreamAnswersErrorsInTheEnvelope() {
    for (var place : List.of("nonsense", "-1-0", "1-9999999999999999999", "1-1; drop")) {
      var refused = streamed(ann.http(), place);
      assertThat(refused.status()).as(refused.body()).isEqualTo(400);
      assertThat(refused.code()).isEqualTo("VALIDATION_ERROR");
      assertThat(refused.field()).isEqualTo("Last-Event-ID");
    }
    var noReviewer = streamed(new Http(port, Demo.USER), "1-0");
    assertThat(noReviewer.code()).isEqualTo("AUTHZ_PERMISSION_DENIED");
  }

  private static Http.Answer streamed(Http who, String place) {
    return who.send(
        "GET", STREAM, r -> r.header("Accept", "text/event-stream").header("Last-Event-ID", place));
  }

  private EventStream stream(Office.Person who, @Nullable String lastEventId) {
    return EventStream.opened(port, who.key(), STREAM, lastEventId);
  }

  private Address address() {
    return new Address("group", office.group().substring("group:".length()));
  }

  private String tenant(String id) {
    return jdbc.sql("select tenant_id from mod_scaicore_checkpoints where id = cast(? as uuid)")
        .param(id)
        .query(String.class)
        .single();
  }

  private static List<String> ids(List<EventStream.Event> events) {
    return events.stream().map(e -> e.data().path("id").asString()).toList();
  }

  private static String named(EventStream.Event event, String it, String before) {
    var id = event.data().path("id").asString();
    return id.equals(it) ? " it" : id.equals(before) ? " before" : " forClerks";
  }

  private static List<Double> places(List<EventStream.Event> events) {
    return events.stream()
        .map(e -> InboxPlace.parse(e.id()))
        .map(p -> p.transaction() + p.number() / 1e9)
        .toList();
  }
}
