package ai.scailabs.scaicore.notification;

import static ai.scailabs.scaicore.notification.Office.DELIVERIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.PluginServer;
import ai.scailabs.scaicore.testing.PluginServer.Call;
import ai.scailabs.scaicore.testing.ServerTest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What reaches a webhook, and what becomes of what does not. */
@ServerTest
class WebhookTests {

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;
  @Autowired private JdbcClient jdbc;
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

  @Test
  void itIsToldSignedAndTheCheckpointSaysSo() {
    var secret = office.hook(hook.url() + "/in?key=abc");

    var id = office.asked(", \"options\": [\"yes\", \"no\"], \"priority\": \"high\"");

    var delivery = office.delivery(id, "delivered");
    assertThat(hook.calls()).hasSize(1);
    var call = hook.lastCall();
    assertThat(call.verb()).isEqualTo("POST");
    assertThat(call.method()).isEqualTo("in");
    assertThat(call.query()).isEqualTo("key=abc");
    assertThat(call.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("x-scaigrid-event", "checkpoint.created")
        .containsEntry("x-scaigrid-delivery", delivery.path("id").asString());
    var stamp = call.headers().getOrDefault("x-scaigrid-timestamp", "");
    assertThat(Instant.ofEpochSecond(Long.parseLong(stamp)))
        .isCloseTo(Instant.now(), within(30, ChronoUnit.SECONDS));
    assertThat(call.headers().get("x-scaigrid-signature"))
        .isEqualTo("sha256=" + hmac(secret, stamp + "." + call.body()));
    var body = call.json();
    assertThat(body.path("delivery_id").asString()).isEqualTo(delivery.path("id").asString());
    assertThat(body.path("event").asString()).isEqualTo("checkpoint.created");
    assertThat(body.path("tenant_id").asString()).isEqualTo(office.tenant.id());
    var told = body.path("checkpoint");
    var checkpoint = office.checkpoint(id);
    for (var same :
        List.of(
            "id",
            "core_id",
            "core_name",
            "execution_id",
            "flow_name",
            "prompt",
            "options",
            "status",
            "priority",
            "created_at")) {
      assertThat(told.path(same)).as(same).isEqualTo(checkpoint.path(same));
    }
    assertThat(told.path("path").asString()).isEqualTo(Demo.CHECKPOINTS + "/" + id);
    assertThat(checkpoint.path("notification_sent").asBoolean()).isTrue();
    assertThat(delivery.path("recipient").asString()).isEqualTo(hook.url());
    assertThat(delivery.path("attempts").asInt()).isEqualTo(1);
    assertThat(delivery.path("next_attempt_at").isNull()).isTrue();
    var history = office.admin.get(Demo.CHECKPOINTS + "/" + id + "/history").body();
    assertThat(history).contains("notification_sent", hook.url()).doesNotContain("key=abc");
  }

  @Test
  void everyEventIsToldToWhomItIsForByThen() {
    office.hook(hook.url());
    var person = office.town.user(office.tenant);
    var id =
        office.asked(
            ", \"assignee\": \"role:tenant_admin\", \"timeout\": \"1h\", \"on_timeout\":"
                + " \"escalate\", \"escalation_target\": \"user:"
                + person.id()
                + "\", \"reminder_interval\": \"5m\"");
    now(id, "next_reminder_at");
    told(id, "checkpoint.reminder");
    var reassigned =
        office.admin.post(
            Demo.CHECKPOINTS + "/" + id + "/reassign",
            "{\"assignee\": \"user:" + office.boss.id() + "\"}");
    assertThat(reassigned.status()).as(reassigned.body()).isEqualTo(200);

    // For the first time it is escalated, and gets as long again as it has waited.
    now(id, "expires_at");
    told(id, "checkpoint.expired");

    assertThat(told(id, "checkpoint.created").at("/checkpoint/assignee/value").asString())
        .isEqualTo("tenant_admin");
    assertThat(told(id, "checkpoint.reminder").at("/checkpoint/reminder_count").asInt())
        .isEqualTo(1);
    assertThat(told(id, "checkpoint.reassigned").at("/checkpoint/assignee/value").asString())
        .isEqualTo(office.boss.id());
    assertThat(told(id, "checkpoint.escalated").at("/checkpoint/assignee/value").asString())
        .isEqualTo(person.id());
    assertThat(told(id, "checkpoint.expired").at("/checkpoint/status").asString())
        .isEqualTo("expired");
    assertThat(hook.calls()).hasSize(5);
  }

  @Test
  void onlyTheEventsThatAreChosenAreTold() {
    office.hook(hook.url());
    office.set("{\"events\": [\"expired\"]}");

    var id = office.asked(", \"timeout\": \"300ms\"");

    var delivery = office.delivery(id, "delivered");
    assertThat(delivery.path("event").asString()).isEqualTo("expired");
    assertThat(hook.calls()).hasSize(1);
  }

  @Test
  void aTenantWithTheLogOnlyWritesNothing() {
    var id = office.asked("");

    assertThat(rows(office)).isZero();
    assertThat(office.checkpoint(id).path("notification_sent").asBoolean()).isFalse();
    office.hook(hook.url());
    office.set("{\"channels\": [\"log\"]}");
    office.asked("");
    assertThat(rows(office)).isZero();
    assertThat(hook.calls()).isEmpty();
  }

  @Test
  void oneThatIsNotTakenIsTriedAgainLaterAndLaterUntilItIsDead() {
    var secret = office.hook(hook.url());
    hook.otherwise(PluginServer.status(503, "{\"error\": \"internal detail\"}"));
    var id = office.asked("");

    for (int i = 0; i < 5; i++) {
      int tries = i + 1;
      var failed =
          Eventually.get(
              () -> office.deliveries(id).getFirst(),
              d -> d.path("attempts").asInt() == tries && !d.path("last_error").isNull());
      assertThat(Office.status(failed)).isEqualTo("pending");
      assertThat(failed.path("last_status").asInt()).isEqualTo(503);
      assertThat(failed.path("last_error").asString()).isEqualTo("the webhook answered 503");
      assertThat(Instant.parse(failed.path("next_attempt_at").asString()))
          .isCloseTo(Instant.now().plus(Courier.PAUSES.get(i)), within(9, ChronoUnit.SECONDS));
      due(failed);
    }
    assertThat(Courier.PAUSES)
        .containsExactly(
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(2));
    var dead = office.delivery(id, "dead");
    assertThat(dead.path("attempts").asInt()).isEqualTo(6);
    assertThat(dead.path("next_attempt_at").isNull()).isTrue();
    assertThat(hook.calls()).hasSize(6);
    assertThat(hook.calls()).extracting(Call::body).containsOnly(hook.lastCall().body());
    assertThat(hook.calls())
        .allSatisfy(
            call ->
                assertThat(call.headers().get("x-scaigrid-signature"))
                    .isEqualTo(
                        "sha256="
                            + hmac(
                                secret,
                                call.headers().get("x-scaigrid-timestamp") + "." + call.body())));
    assertThat(office.checkpoint(id).path("notification_sent").asBoolean()).isFalse();
    assertThat(office.admin.get(DELIVERIES + "?status=dead").data().path("items").size())
        .isEqualTo(1);
    assertThat(office.admin.get(DELIVERIES + "?status=delivered").data().path("items").isEmpty())
        .isTrue();
    retried(id, dead);
  }

  private void retried(String id, JsonNode dead) {
    var path = DELIVERIES + "/" + dead.path("id").asString() + "/retry";
    var stranger = new Office(port, directory);
    assertThat(stranger.admin.post(path, "").code()).isEqualTo("DELIVERY_NOT_FOUND");
    assertThat(office.admin.post(DELIVERIES + "/nope/retry", "").status()).isEqualTo(404);
    hook.otherwise(PluginServer.status(204, ""));

    var retried = office.admin.post(path, "");

    assertThat(retried.status()).as(retried.body()).isEqualTo(200);
    assertThat(retried.data().path("attempts").asInt()).isZero();
    var delivered = office.delivery(id, "delivered");
    assertThat(delivered.path("attempts").asInt()).isEqualTo(1);
    assertThat(delivered.path("last_error").isNull()).isTrue();
    assertThat(office.checkpoint(id).path("notification_sent").asBoolean()).isTrue();
    var again = office.admin.post(path, "");
    assertThat(again.code()).isEqualTo("CONFLICT");
    assertThat(again.message()).contains("was delivered at");
    assertThat(
            office.admin.get("/v1/audit/events?module=scaicore&action=notification.retry").body())
        .contains(dead.path("id").asString());
  }

  @Test
  void aServerThatRedirectsHangsUpOrIsNotThereIsTriedAgain() {
    office.hook(hook.url());
    var core = office.core("");
    hook.then(PluginServer.status(302, "", "Location", "http://127.0.0.1:1/"));
    var redirected = office.ask(core);
    assertThat(failure(redirected)).contains("302", "redirects are not followed");
    hook.then(PluginServer.hangsUp());
    var broken = office.ask(core);
    assertThat(failure(broken)).contains("broke off");
    office.hook("http://127.0.0.1:9");
    assertThat(failure(office.ask(core))).contains("cannot be reached");
  }

  @Test
  void aHookThatHangsDelaysNobodyElse() {
    hook.otherwise(hook.hangs());
    office.hook(hook.url());
    var core = office.core("");
    var waiting = IntStream.range(0, 20).mapToObj(i -> office.ask(core)).toList();
    var other = new Office(port, directory);
    try (var well = new PluginServer()) {
      other.hook(well.url());

      var delivered = other.delivery(other.asked(""), "delivered");

      assertThat(delivered.path("attempts").asInt()).isEqualTo(1);
      assertThat(hook.calls().size()).isLessThan(20);
      assertThat(waiting)
          .allSatisfy(
              id ->
                  assertThat(Office.status(office.deliveries(id).getFirst())).isEqualTo("pending"));
    }
  }

  /** Together they could hold every delivery that may be under way at once. */
  @Test
  void fiveHooksThatHangDelayNobodyElseForLong() {
    hook.otherwise(hook.hangs());
    var hanging = IntStream.range(0, 5).mapToObj(i -> new Office(port, directory)).toList();
    for (var one : hanging) {
      one.hook(hook.url());
      var core = one.core("");
      for (int i = 0; i < 9; i++) {
        one.ask(core);
      }
    }
    try (var well = new PluginServer()) {
      office.hook(well.url());

      assertThat(office.delivery(office.asked(""), "delivered").path("attempts").asInt())
          .isEqualTo(1);
    }
  }

  @Test
  void tenantsSeeAndHearTheirOwnOnly() {
    office.hook(hook.url());
    var other = new Office(port, directory);
    var theirs = other.asked("");
    var ours = office.asked("");
    office.delivery(ours, "delivered");

    assertThat(hook.calls())
        .extracting(call -> call.json().at("/checkpoint/id").asString())
        .containsExactly(ours);
    assertThat(other.admin.get(DELIVERIES).data().path("items").isEmpty()).isTrue();
    assertThat(other.deliveries(ours)).isEmpty();
    assertThat(office.deliveries(theirs)).isEmpty();
  }

  @Test
  void pagesGoThroughAllOfThemNewestFirst() {
    office.hook(hook.url());
    var core = office.core("");
    var asked = IntStream.range(0, 5).mapToObj(i -> office.ask(core)).toList();

    var first = office.admin.get(DELIVERIES + "?limit=3");
    var cursor = first.json().at("/pagination/next_cursor").asString();
    var second = office.admin.get(DELIVERIES + "?limit=3&cursor=" + cursor);

    var seen =
        java.util.stream.Stream.of(first, second)
            .flatMap(answer -> answer.data().path("items").valueStream())
            .map(d -> d.path("checkpoint_id").asString())
            .toList();
    assertThat(seen).isEqualTo(asked.reversed());
    assertThat(second.json().at("/pagination/has_more").asBoolean()).isFalse();
    assertThat(office.admin.get(DELIVERIES + "?status=lost").field()).isEqualTo("status");
    assertThat(office.admin.get(DELIVERIES + "?cursor=x").field()).isEqualTo("cursor");
    assertThat(office.admin.get(DELIVERIES + "?channel=mail").data().path("items").isEmpty())
        .isTrue();
  }

  @Test
  void aDeletedCoreTakesItsDeliveriesAlong() {
    office.hook(hook.url());
    var core = office.core("");
    office.delivery(office.ask(core), "delivered");

    assertThat(office.admin.delete(Demo.CORES + "/" + core).status()).isEqualTo(200);

    assertThat(rows(office)).isZero();
  }

  private JsonNode told(String id, String event) {
    return Eventually.get(
            () ->
                hook.calls().stream()
                    .map(Call::json)
                    .filter(body -> body.at("/checkpoint/id").asString().equals(id))
                    .filter(body -> body.path("event").asString().equals(event))
                    .toList(),
            found -> found.size() == 1)
        .getFirst();
  }

  private void now(String checkpointId, String timer) {
    jdbc.sql("update mod_scaicore_checkpoints set " + timer + " = now() where id = cast(? as uuid)")
        .param(checkpointId)
        .update();
  }

  private String failure(String id) {
    return Eventually.get(
            () -> office.deliveries(id).getFirst(), d -> !d.path("last_error").isNull())
        .path("last_error")
        .asString();
  }

  private void due(JsonNode delivery) {
    jdbc.sql("update mod_scaicore_notifications set due_at = now(), last_error = null where id = ?")
        .param(delivery.path("id").asString())
        .update();
  }

  private int rows(Office of) {
    return jdbc.sql("select count(*) from mod_scaicore_notifications where tenant_id = ?")
        .param(of.tenant.id())
        .query(Integer.class)
        .single();
  }

  private static String hmac(String secret, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
