package ai.scailabs.scaicore.notification;

import static ai.scailabs.scaicore.notification.Office.DELIVERIES;
import static ai.scailabs.scaicore.notification.Office.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What admins set, and what they may not. */
@ServerTest
class NotificationSettingsTests {

  private static final String HOOK =
      "{\"channels\": [\"webhook\"], \"webhook\": {\"url\": \"https://hooks.example.com/in?t=1\"}}";

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;
  @Autowired private JdbcClient jdbc;
  private Office office;

  @BeforeEach
  void freshTenant() {
    office = new Office(port, directory);
  }

  @Test
  void aTenantThatHasSetNothingHasTheLogOnly() {
    var settings = office.admin.get(SETTINGS).data();

    assertThat(settings.path("channels").toString()).isEqualTo("[\"log\"]");
    assertThat(settings.path("available_channels").toString()).isEqualTo("[\"log\",\"webhook\"]");
    assertThat(settings.path("events").toString())
        .isEqualTo("[\"created\",\"reassigned\",\"escalated\",\"reminder\",\"expired\"]");
    assertThat(settings.path("webhook").toString())
        .isEqualTo("{\"url\":null,\"secret_set\":false,\"secret\":null}");
    assertThat(settings.path("mail").toString())
        .isEqualTo("{\"from\":null,\"recipients\":\"assignee\",\"addresses\":[]}");
    assertThat(settings.path("version").asInt()).isZero();
    assertThat(settings.path("updated_at").isNull()).isTrue();
    assertThat(office.admin.get(DELIVERIES).data().path("items").isEmpty()).isTrue();
  }

  @Test
  void whatIsGivenIsReplacedAndTheRestStays() {
    office.set(HOOK);
    var second = office.set("{\"events\": [\"expired\", \"created\", \"expired\"]}");

    assertThat(second.path("channels").toString()).isEqualTo("[\"log\",\"webhook\"]");
    assertThat(second.path("events").toString()).isEqualTo("[\"created\",\"expired\"]");
    assertThat(second.at("/webhook/url").asString()).isEqualTo("https://hooks.example.com/in?t=1");
    assertThat(second.path("version").asInt()).isEqualTo(2);
    assertThat(second.path("updated_by").asString()).isEqualTo(office.boss.id());
    assertThat(office.admin.get(SETTINGS).data()).isEqualTo(second);
    var third = office.set("{\"channels\": [], \"events\": []}");
    assertThat(third.path("channels").toString()).isEqualTo("[\"log\"]");
    assertThat(third.path("events").isEmpty()).isTrue();
  }

  @Test
  void theSecretIsShownOnceAndSealed() {
    var first = office.hook("https://hooks.example.com/in");

    assertThat(first).matches("whs_[A-Za-z0-9_-]{43}");
    var again = office.set(HOOK);
    assertThat(again.at("/webhook/secret").isNull()).isTrue();
    assertThat(again.at("/webhook/secret_set").asBoolean()).isTrue();
    assertThat(office.admin.get(SETTINGS).body()).doesNotContain("whs_");
    var second =
        office.set("{\"webhook\": {\"rotate_secret\": true}}").at("/webhook/secret").asString();
    assertThat(second).startsWith("whs_").isNotEqualTo(first);
    assertThat(office.admin.get(SETTINGS).body()).doesNotContain("whs_");
    var stored =
        jdbc.sql("select s::text from mod_scaicore_notification_settings s where tenant_id = ?")
            .param(office.tenant.id())
            .query(String.class)
            .single();
    assertThat(stored).contains("hooks.example.com").doesNotContain("whs_");
    var audit = office.admin.get("/v1/audit/events?module=scaicore").body();
    assertThat(audit).contains("notification.configure").doesNotContain("whs_");
  }

  @Test
  void aChangeOfWhatSomebodyElseChangedIsAConflict() {
    office.set(HOOK);

    var late = office.admin.put(SETTINGS, "{\"version\": 0, \"channels\": []}");

    assertThat(late.status()).isEqualTo(409);
    assertThat(late.code()).isEqualTo("CONFLICT");
    assertThat(late.message()).contains("version 1");
    var statuses =
        AtOnce.run(4, i -> office.admin.put(SETTINGS, "{\"version\": 1, \"events\": []}").status());
    assertThat(statuses).containsOnlyOnce(200).contains(409);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "webhook.url | {\"channels\": [\"webhook\"]}",
        "webhook.url | {\"webhook\": {\"url\": \"http://hooks.example.com\"}}",
        "webhook.url | {\"webhook\": {\"url\": \"https://10.1.2.3/in\"}}",
        "webhook.url | {\"webhook\": {\"url\": \"https://169.254.169.254/latest\"}}",
        "webhook.url | {\"webhook\": {\"url\": \"https://[fd00::1]/\"}}",
        "webhook.url | {\"webhook\": {\"url\": \"https://me:pw@hooks.example.com/\"}}",
        "webhook.url | {\"webhook\": {\"url\": \"file:///etc/passwd\"}}",
        "webhook.url | {\"webhook\": {\"url\": \"gopher://hooks.example.com/\"}}",
        "webhook.url | {\"webhook\": {\"url\": \"not a url\"}}",
        "webhook.url | {\"webhook\": {\"url\": \"\"}}",
        "webhook.url | {\"webhook\": {\"url\": \"https://hooks.example.com/\\u0000\"}}",
        "webhook.url | {\"webhook\": {\"url\": 5}}",
        "channels | {\"channels\": [\"mail\"]}",
        "channels[0] | {\"channels\": [\"pigeon\"]}",
        "channels[0] | {\"channels\": [null]}",
        "channels | {\"channels\": \"webhook\"}",
        "events[1] | {\"events\": [\"created\", \"resolved\"]}",
        "events[0] | {\"events\": [null]}",
        "mail.from | {\"mail\": {\"from\": \"boss@bank.example\"}}",
        "mail.from | {\"mail\": {\"from\": \"boss\\nBcc: all@x.example\"}}",
        "mail.addresses | {\"mail\": {\"recipients\": \"addresses\"}}",
        "mail.addresses[0] | {\"mail\": {\"addresses\": [\"a@b, c@d\"]}}",
        "mail.addresses[0] | {\"mail\": {\"addresses\": [\"\\u0000@b\"]}}",
        "mail.recipients | {\"mail\": {\"recipients\": \"all\"}}",
        "version | {\"version\": \"1\"}",
      })
  void whatIsNotGoodIsNamedAndNothingIsChanged(String field, String body) {
    office.set("{\"events\": []}");

    var refused = office.admin.put(SETTINGS, body);

    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(refused.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(refused.field()).isEqualTo(field);
    var settings = office.admin.get(SETTINGS).data();
    assertThat(settings.path("version").asInt()).isEqualTo(1);
    assertThat(settings.at("/webhook/url").isNull()).isTrue();
  }

  @Test
  void onlyAdminsSeeAndSetThem() {
    for (var key : new String[] {Demo.VIEWER, Demo.OPERATOR, Demo.REVIEWER, Demo.USER}) {
      var caller = new Http(port, key);
      for (var answer :
          new Http.Answer[] {
            caller.get(SETTINGS),
            caller.put(SETTINGS, "{\"channels\": []}"),
            caller.get(DELIVERIES),
            caller.post(DELIVERIES + "/ntf_x/retry", "")
          }) {
        assertThat(answer.status()).as(key + answer.body()).isEqualTo(403);
        assertThat(answer.message()).contains("scaicore:admin");
      }
    }
    var user = office.town.user(office.tenant, BuiltInRole.TENANT_USER);
    office.town.role(user, ai.scailabs.scaicore.identity.Permission.SCAICORE_ADMIN);
    assertThat(new Http(port, office.town.key(user)).get(SETTINGS).status()).isEqualTo(200);
  }

  @Test
  void eachTenantHasItsOwn() {
    office.set(HOOK);
    var other = new Office(port, directory);

    assertThat(other.admin.get(SETTINGS).body()).doesNotContain("hooks.example.com");
    assertThat(other.admin.get(SETTINGS).data().path("version").asInt()).isZero();
    other.set("{\"events\": []}");
    assertThat(office.admin.get(SETTINGS).data().path("events").size()).isEqualTo(5);
  }
}
