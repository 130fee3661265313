package ai.scailabs.scaicore.checkpoint;

import static ai.scailabs.scaicore.testing.Demo.CHECKPOINTS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.checkpoint.CheckpointNotices.Why;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.ServerTest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.JsonNode;

/** What happened to a checkpoint, who did it, and who was told. */
@ServerTest
@Import(CheckpointHistoryTests.Listening.class)
class CheckpointHistoryTests {

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;
  @Autowired private JdbcClient jdbc;
  @Autowired private Listening.Ear ear;
  private Office office;
  private Office.Person ann;

  /** Keeps what it is told, and says that it told people of everything. */
  @TestConfiguration
  static class Listening {

    record Told(Checkpoint checkpoint, Why why, boolean inTransaction) {}

    static final class Ear implements CheckpointNotices, SentNotifications {

      private final ConcurrentLinkedQueue<Told> told = new ConcurrentLinkedQueue<>();

      @Override
      public void note(Checkpoint checkpoint, Why why) {
        told.add(
            new Told(
                checkpoint, why, TransactionSynchronizationManager.isActualTransactionActive()));
      }

      @Override
      public List<Sent> about(String tenantId, UUID checkpointId) {
        return told.stream()
            .filter(t -> t.checkpoint().id().equals(checkpointId) && t.why() == Why.CREATED)
            .map(t -> new Sent(t.checkpoint().createdAt().plusNanos(1000), "log", null, "created"))
            .toList();
      }

      List<Told> about(String id) {
        return told.stream().filter(t -> t.checkpoint().id().toString().equals(id)).toList();
      }
    }

    @Bean
    Ear ear() {
      return new Ear();
    }
  }

  @BeforeEach
  void freshOffice() {
    office = new Office(directory, port);
    ann = office.reviewer();
  }

  @Test
  void theHistoryTellsWhoDidWhatFromTheBeginningToTheEnd() {
    var id = office.asked(office.group(), "\"reminder_interval\": \"5m\"");
    Office.claim(ann.http(), id);
    Office.release(ann.http(), id);
    Office.reassign(ann.http(), id, "role:clerk");
    jdbc.sql(
            "update mod_scaicore_checkpoints set next_reminder_at = now() where id = cast(? as"
                + " uuid)")
        .param(id)
        .update();
    Eventually.get(() -> office.checkpoint(id), c -> c.path("reminder_count").asInt() == 1);
    var resolved = Office.resolve(ann.http(), id).data();

    var history = ann.http().get(CHECKPOINTS + "/" + id + "/history").data().path("items");

    assertThat(words(history))
        .containsExactly(
            "created",
            "notification_sent",
            "claimed",
            "released",
            "reassigned",
            "reminded",
            "resolved");
    var claimed = history.path(2);
    assertThat(claimed.path("actor_id").asString()).isEqualTo(ann.id());
    assertThat(claimed.path("actor_email").asString()).isEqualTo(ann.email());
    var reassigned = history.path(4).path("details");
    assertThat(reassigned.path("from").asString()).isEqualTo(office.group());
    assertThat(reassigned.path("to").asString()).isEqualTo("role:clerk");
    assertThat(reassigned.path("comment").asString()).isEqualTo("Yours.");
    var end = history.path(6);
    assertThat(end.path("actor_id").asString()).isEqualTo(ann.id());
    assertThat(end.path("timestamp").asString()).isEqualTo(resolved.path("resolved_at").asString());
    assertThat(end.path("details").path("resolved_via").asString()).isEqualTo("api");
    assertThat(end.path("details").path("resolved_on_behalf_of").asString())
        .isEqualTo("role:clerk");
    assertThat(end.path("details").path("decision").asString()).isEqualTo("ok");
    var resolution = resolved.path("resolution");
    assertThat(resolution.path("resolved_via").asString()).isEqualTo("api");
    assertThat(resolution.path("resolved_on_behalf_of").asString()).isEqualTo("role:clerk");
    assertThat(whys(id)).containsExactly(Why.CREATED, Why.REASSIGNED, Why.REMINDER, Why.RESOLVED);
    assertThat(ear.about(id)).allMatch(Listening.Told::inTransaction);
    assertThat(ear.about(id).get(1).checkpoint().assignee().raw()).isEqualTo("role:clerk");
    assertThat(ear.about(id).getLast().checkpoint().status()).isEqualTo(Checkpoint.Status.RESOLVED);
  }

  @Test
  void whoAnswersTheirOwnIsInNobodysPlaceAndAnAdminIsInTheirs() {
    var own = office.asked("user:" + ann.email());
    var theirs = office.asked("user:" + ann.email());
    var nobodys = office.asked("whoever");

    assertThat(behalf(Office.resolve(ann.http(), own).data()).isNull()).isTrue();
    assertThat(behalf(Office.resolve(office.admin(), theirs).data()).asString())
        .isEqualTo("user:" + ann.id());
    assertThat(behalf(Office.resolve(office.admin(), nobodys).data()).isNull()).isTrue();
  }

  private static JsonNode behalf(JsonNode checkpoint) {
    return checkpoint.path("resolution").path("resolved_on_behalf_of");
  }

  @Test
  void whatTimeDoesIsToldToo() {
    var id =
        office.asked(
            office.group(),
            "\"timeout\": \"300ms\", \"on_timeout\": \"escalate\"",
            "\"escalation_target\": \"role:clerk\"");
    var byDefault =
        office.asked(
            office.group(),
            "\"timeout\": \"300ms\", \"options\": [\"yes\", \"no\"], \"on_timeout\":"
                + " \"default:no\"");
    var cancelled =
        office.asked(office.group(), "\"timeout\": \"300ms\", \"on_timeout\": \"cancel\"");
    List.of(id, byDefault, cancelled)
        .forEach(
            each ->
                Eventually.get(
                    () -> office.checkpoint(each),
                    c -> !c.path("status").asString().equals("pending")));

    var history = office.history(id);
    assertThat(words(history))
        .containsExactly("created", "notification_sent", "escalated", "expired");
    assertThat(history.path(2).path("actor_id").isNull()).isTrue();
    assertThat(history.path(2).path("details").path("to").asString()).isEqualTo("role:clerk");
    assertThat(history.path(3).path("details").path("resolved_via").asString()).isEqualTo("expiry");
    assertThat(whys(id)).containsExactly(Why.CREATED, Why.ESCALATED, Why.EXPIRED);

    var decided = office.checkpoint(byDefault);
    assertThat(decided.path("resolved_by").isNull()).isTrue();
    assertThat(decided.path("resolution").path("resolved_via").asString()).isEqualTo("expiry");
    assertThat(behalf(decided).asString()).isEqualTo(office.group());
    assertThat(whys(byDefault)).containsExactly(Why.CREATED, Why.RESOLVED);
    assertThat(whys(cancelled)).containsExactly(Why.CREATED, Why.CANCELLED);

    assertThat(Office.resolve(ann.http(), id).message()).contains("expired by its timeout");
  }

  @Test
  void whoCancelsAndWhatIsCancelledWithItsExecutionIsTold() {
    var id = office.asked(office.group());
    Office.cancel(ann.http(), id);
    var waiting = office.waiting(office.group());
    var other = waiting.path("checkpoint_id").asString();
    assertThat(
            office
                .admin()
                .post(Demo.EXECUTIONS + "/" + waiting.path("id").asString() + "/cancel", "")
                .status())
        .isEqualTo(200);

    var end = office.history(id).path(2);
    assertThat(end.path("event").asString()).isEqualTo("cancelled");
    assertThat(end.path("actor_email").asString()).isEqualTo(ann.email());
    assertThat(end.path("details").path("comment").asString()).isEqualTo("Not needed.");
    assertThat(whys(id)).containsExactly(Why.CREATED, Why.CANCELLED);
    var closed = office.history(other).path(2);
    assertThat(closed.path("event").asString()).isEqualTo("cancelled");
    assertThat(closed.path("details").path("resolved_via").asString()).isEqualTo("execution");
    assertThat(Instant.parse(closed.path("timestamp").asString())).isBefore(Instant.now());
    assertThat(whys(other)).containsExactly(Why.CREATED, Why.CANCELLED);
    assertThat(Office.resolve(ann.http(), other).message())
        .contains("cancelled with its execution");
  }

  @Test
  void theHistoryOfWhatIsNotThereIsNotFound() {
    assertThat(office.admin().get(CHECKPOINTS + "/nope/history").code())
        .isEqualTo("CHECKPOINT_NOT_FOUND");
    var id = office.asked(office.group());
    assertThat(new Office(directory, port).admin().get(CHECKPOINTS + "/" + id + "/history").code())
        .isEqualTo("CHECKPOINT_NOT_FOUND");
  }

  private List<Why> whys(String id) {
    return ear.about(id).stream().map(Listening.Told::why).toList();
  }

  private static List<String> words(JsonNode history) {
    return history.valueStream().map(e -> e.path("event").asString()).toList();
  }
}
