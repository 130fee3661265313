package ai.scailabs.scaicore.notification;

import static ai.scailabs.scaicore.notification.Office.DELIVERIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.checkpoint.NotifiedCheckpoints;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.outbound.AnswerRoom;
import ai.scailabs.scaicore.outbound.Destinations;
import ai.scailabs.scaicore.testing.AllLogs;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Needles;
import ai.scailabs.scaicore.testing.PluginServer;
import ai.scailabs.scaicore.testing.PluginServer.Call;
import ai.scailabs.scaicore.testing.ServerTest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/** Deliveries that something goes wrong with on this side. */
@ServerTest
class CourierTests {

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;
  @Autowired private JdbcClient jdbc;
  @Autowired private List<Sender> senders;
  @Autowired private TenantSettings settings;
  @Autowired private WebhookSecrets secrets;
  @Autowired private Outbox outbox;
  @Autowired private NotifiedCheckpoints checkpoints;
  @Autowired private NotificationProperties properties;
  @Autowired private DeliveryRetention retention;
  @Autowired private Clock clock;
  private final PluginServer hook = new PluginServer();
  private Office office;

  @BeforeEach
  void freshTenant() {
    office = new Office(port, directory);
  }

  @AfterEach
  void close() {
    hook.close();
  }

  private static final class Crash extends RuntimeException {}

  /** The process ends where it would begin to record. */
  private static final class Crashing implements TransactionOperations {

    @Override
    public <T extends @Nullable Object> T execute(TransactionCallback<T> action)
        throws TransactionException {
      throw new Crash();
    }
  }

  @Test
  void whatWasSentAndNotRecordedIsSentAgainAsTheSameDelivery() {
    office.hook(hook.url());
    hook.then(PluginServer.status(500, ""));
    var id = office.asked("");
    var failed =
        Eventually.get(() -> office.deliveries(id).getFirst(), d -> !d.path("last_error").isNull());
    var delivery = outbox.find(office.tenant.id(), failed.path("id").asString()).orElseThrow();
    var crashing = new Courier(senders, settings, outbox, checkpoints, new Crashing(), clock);

    assertThatThrownBy(() -> crashing.deliver(delivery)).isInstanceOf(Crash.class);

    assertThat(hook.calls()).hasSize(2);
    assertThat(Office.status(office.deliveries(id).getFirst())).isEqualTo("pending");
    due(delivery.id());
    office.delivery(id, "delivered");
    assertThat(hook.calls()).hasSize(3);
    assertThat(hook.calls())
        .extracting(call -> call.headers().get("x-scaigrid-delivery"))
        .containsOnly(delivery.id());
    assertThat(hook.calls()).extracting(Call::body).containsOnly(hook.lastCall().body());
  }

  @Test
  void aTryThatWasLostIsMadeAgainWhenItsLeaseEnds() {
    office.hook(hook.url());
    hook.then(PluginServer.status(500, ""));
    var id = office.asked("");
    var failed =
        Eventually.get(() -> office.deliveries(id).getFirst(), d -> !d.path("last_error").isNull());
    // As after a claim by a replica that died: one try more has begun, and its lease is over.
    jdbc.sql("update mod_scaicore_notifications set attempts = 6, due_at = now() where id = ?")
        .param(failed.path("id").asString())
        .update();

    assertThat(office.delivery(id, "delivered").path("attempts").asInt()).isEqualTo(7);
  }

  @Test
  void aLateFailureChangesNothingOfATryThatHasBegunSince() {
    office.hook(hook.url());
    var id = office.asked("");
    var delivered = office.delivery(id, "delivered");
    var delivery = outbox.find(office.tenant.id(), delivered.path("id").asString()).orElseThrow();

    outbox.failed(delivery, 500, "late", null);

    assertThat(office.deliveries(id).getFirst()).isEqualTo(delivered);
  }

  @Test
  void anAddressThatIsNotPublicIsNotCalledWhateverTheSettingsSay() {
    office.hook(hook.url());
    jdbc.sql("update mod_scaicore_notification_settings set webhook_url = ? where tenant_id = ?")
        .params("https://169.254.169.254/latest/meta-data", office.tenant.id())
        .update();
    settings.forget(office.tenant.id());

    var dead = office.delivery(office.asked(""), "dead");

    assertThat(dead.path("attempts").asInt()).isEqualTo(1);
    assertThat(dead.path("last_error").asString())
        .contains("may not be called")
        .contains("not public")
        .doesNotContain("169.254");
  }

  @Test
  void aNameThatLeadsHomeIsRefusedWhereItIsConnected() throws IOException {
    office.hook(hook.url());
    var id = office.asked("");
    office.delivery(id, "delivered");
    jdbc.sql("update mod_scaicore_notification_settings set webhook_url = ? where tenant_id = ?")
        .params("https://localhost:" + hook.port(), office.tenant.id())
        .update();
    var delivery =
        outbox
            .find(office.tenant.id(), office.deliveries(id).getFirst().path("id").asString())
            .orElseThrow();
    var outside =
        new WebhookCaller(
            properties, secrets, new Destinations(List.of(), false), new AnswerRoom(), clock);

    assertThatThrownBy(() -> outside.send(delivery, settings.current(office.tenant.id())))
        .isInstanceOf(DeliveryFailed.class)
        .hasMessageContaining("leads to an address that may not be called from here");

    assertThat(hook.calls()).hasSize(1);
    outside.destroy();
  }

  @Test
  void aServerThatHangsIsGivenUpAfterAWhile() throws IOException {
    office.hook(hook.url());
    var id = office.asked("");
    office.delivery(id, "delivered");
    hook.then(hook.hangs());
    var delivery =
        outbox
            .find(office.tenant.id(), office.deliveries(id).getFirst().path("id").asString())
            .orElseThrow();
    var hasty =
        new NotificationProperties(
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            1,
            1,
            Duration.ofDays(1),
            "a@b.example",
            List.of(),
            null);
    var caller =
        new WebhookCaller(
            hasty, secrets, new Destinations(List.of(), true), new AnswerRoom(), clock);

    assertThatThrownBy(() -> caller.send(delivery, settings.current(office.tenant.id())))
        .isInstanceOf(DeliveryFailed.class)
        .hasMessage("the webhook did not answer within 200 ms");

    caller.destroy();
  }

  @Test
  void whatIsSwitchedOffMeanwhileIsDeadUntilSomebodyRetriesIt() {
    office.hook(hook.url());
    hook.then(PluginServer.status(500, ""));
    var id = office.asked("");
    var failed =
        Eventually.get(() -> office.deliveries(id).getFirst(), d -> !d.path("last_error").isNull());
    office.set("{\"channels\": []}");
    due(failed.path("id").asString());

    var dead = office.delivery(id, "dead");

    assertThat(dead.path("last_error").asString()).contains("webhook was switched off");
    office.set("{\"channels\": [\"webhook\"]}");
    office.admin.post(DELIVERIES + "/" + dead.path("id").asString() + "/retry", "");
    office.delivery(id, "delivered");
  }

  @Test
  void theSecretIsInNoLogNorAnswer() {
    var secret = office.hook(hook.url());
    var needles = new Needles().add("webhook secret", secret.substring(4));
    try (var logs = new AllLogs(needles)) {
      hook.then(PluginServer.status(500, secret));
      var id = office.asked("");
      var failed =
          Eventually.get(
              () -> office.deliveries(id).getFirst(), d -> !d.path("last_error").isNull());
      due(failed.path("id").asString());
      office.delivery(id, "delivered");

      assertThat(logs.seen()).isPositive();
      assertThat(logs.found()).isEmpty();
      for (var path : new String[] {Office.SETTINGS, DELIVERIES, "/v1/audit/events"}) {
        assertThat(needles.in(office.admin.get(path).body())).as(path).isEmpty();
      }
    }
    assertThat(needles.in(hook.lastCall().body() + hook.lastCall().headers())).isEmpty();
  }

  @Test
  void theLogAlwaysSaysSo() {
    var needles = new Needles().add("the tenant", office.tenant.id());
    try (var logs = new AllLogs(needles)) {
      var id = office.asked(", \"assignee\": \"role:tenant_admin\"");

      var lines =
          Eventually.get(
              () -> logs.found().stream().filter(line -> line.contains("Notifier")).toList(),
              found -> !found.isEmpty());
      assertThat(lines).hasSize(1);
      assertThat(lines.getFirst())
          .contains(id, "created, for role tenant_admin")
          .doesNotContain("Pay?");
    }
  }

  @Test
  void oldOnesAreRemovedUnlessTheyAreStillToBeTried() {
    office.hook(hook.url());
    var core = office.core("");
    var kept = office.ask(core);
    office.delivery(kept, "delivered");
    var old = office.ask(core);
    office.delivery(old, "delivered");
    hook.otherwise(PluginServer.status(500, ""));
    var pending = office.ask(core);
    Eventually.get(
        () -> office.deliveries(pending).getFirst(), d -> !d.path("last_error").isNull());
    jdbc.sql(
            """
            update mod_scaicore_notifications set created_at = now() - interval '31 days'
            where tenant_id = ? and checkpoint_id in (cast(? as uuid), cast(? as uuid))
            """)
        .params(office.tenant.id(), old, pending)
        .update();

    retention.sweep();

    assertThat(office.deliveries(kept)).hasSize(1);
    assertThat(office.deliveries(old)).isEmpty();
    assertThat(office.deliveries(pending)).hasSize(1);
  }

  private void due(String id) {
    jdbc.sql("update mod_scaicore_notifications set due_at = now() where id = ?")
        .param(id)
        .update();
  }
}
