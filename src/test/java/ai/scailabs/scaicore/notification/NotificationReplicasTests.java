package ai.scailabs.scaicore.notification;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.PluginServer;
import ai.scailabs.scaicore.testing.Replica;
import ai.scailabs.scaicore.testing.TestPostgres;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two replicas over one database, and a mail server. */
class NotificationReplicasTests {

  private static final ServerSetup SMTP = ServerSetupTest.SMTP.dynamicPort();
  private static final GreenMail MAILS = new GreenMail(SMTP);

  private static Replica one;
  private static Replica two;

  @BeforeAll
  static void start() {
    MAILS.start();
    var database = TestPostgres.newDatabase();
    var more =
        List.of(
            "--scaicore.plugins.allow-loopback=true",
            "--spring.mail.host=127.0.0.1",
            "--spring.mail.port=" + MAILS.getSmtp().getPort(),
            "--scaicore.notifications.mail-from=no-reply@scaicore.example",
            "--scaicore.notifications.mail-domains=acme.example",
            "--scaicore.notifications.public-url=https://scaicore.example/");
    one = new Replica(database, more);
    two = new Replica(database, more);
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
    MAILS.stop();
  }

  private static Office office() {
    return new Office(one.port(), one.context().getBean(DirectoryWriter.class));
  }

  @Test
  void twoReplicasDeliverEachOnce() {
    try (var hook = new PluginServer()) {
      hook.otherwise(hook.after(Duration.ofMillis(20), PluginServer.status(200, "")));
      var office = office();
      office.hook(hook.url());
      var core = office.core("");
      var asked = IntStream.range(0, 40).mapToObj(i -> office.ask(core)).toList();
      Eventually.get(hook::calls, calls -> calls.size() >= 40);
      var ids = asked.stream().map(id -> office.delivery(id, "delivered").path("id").asString());
      assertThat(hook.calls())
          .extracting(call -> call.headers().get("x-scaigrid-delivery"))
          .containsExactlyInAnyOrderElementsOf(ids.toList());
      // All are due once more, at the same moment for both replicas.
      one.context()
          .getBean(JdbcClient.class)
          .sql(
              """
              update mod_scaicore_notifications
              set status = 'pending', due_at = now() where tenant_id = ?
              """)
          .param(office.tenant.id())
          .update();
      asked.forEach(id -> office.delivery(id, "delivered"));
      assertThat(hook.calls()).hasSize(80);
      assertThat(asked)
          .allSatisfy(
              id ->
                  assertThat(office.deliveries(id).getFirst().path("attempts").asInt())
                      .isEqualTo(2));
    }
  }

  @Test
  void aReplicaGoesByWhatWasSetOnAnotherAfterAWhile() {
    try (var hook = new PluginServer()) {
      var office = office();
      var there = two.as(office.town.key(office.boss));
      var core = office.core("");
      // By now the other one remembers that there is no webhook.
      assertThat(Demo.invoke(there, core, "{}").status()).isEqualTo(200);
      office.hook(hook.url());

      Eventually.get(
          () -> {
            Demo.invoke(there, core, "{}");
            return hook.calls();
          },
          calls -> !calls.isEmpty());
    }
  }

  @Test
  void aMailGoesToTheMembersOfTheGroup() throws MessagingException, IOException {
    var office = office();
    var ada = office.town.user(office.tenant);
    var group = office.town.group(ada);
    var eve = office.town.user(office.tenant);
    office.set("{\"channels\": [\"mail\"], \"mail\": {\"from\": \"checks@acme.example\"}}");

    var id =
        office.asked(", \"assignee\": \"group:" + group + "\", \"options\": [\"yes\", \"no\"]");

    var delivery = office.delivery(id, "delivered");
    assertThat(delivery.path("channel").asString()).isEqualTo("mail");
    assertThat(delivery.path("recipient").asString()).isEqualTo(ada.email());
    var mail = mails(ada.email()).getFirst();
    assertThat(mails(eve.email())).isEmpty();
    assertThat(mail.getSubject()).startsWith("Waiting for you: Asks ").endsWith(", approval");
    assertThat(mail.getFrom()).extracting(Object::toString).containsExactly("checks@acme.example");
    assertThat(mail.getHeader("X-ScaiGrid-Delivery"))
        .containsExactly(delivery.path("id").asString());
    assertThat(mail.getMessageID())
        .isEqualTo("<" + delivery.path("id").asString() + "@acme.example>");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(String.valueOf(mail.getContent()))
        .contains(
            "Pay?", "Options: yes, no", "https://scaicore.example" + Demo.CHECKPOINTS + "/" + id);
    assertThat(office.checkpoint(id).path("notification_sent").asBoolean()).isTrue();
  }

  @Test
  void aMailGoesToUsersHoldersOfRolesAndAddressesAsTheRuleSays() throws MessagingException {
    var office = office();
    var ada = office.town.user(office.tenant);
    office.set(
        """
        {"channels": ["mail"], "mail": {"recipients": "both", "addresses": ["ops-%1$s@acme.example"]}}
        """
            .formatted(office.tenant.slug()));
    var ops = "ops-" + office.tenant.slug() + "@acme.example";

    var first = office.asked(", \"assignee\": \"user:" + ada.email() + "\"");
    assertThat(office.delivery(first, "delivered").path("recipient").asString())
        .isEqualTo(ops + ", " + ada.email());
    // Nobody's: it is in the inbox of the admins.
    var second = office.asked("");
    assertThat(office.delivery(second, "delivered").path("recipient").asString())
        .isEqualTo(ops + ", " + office.boss.email());
    office.set("{\"mail\": {\"recipients\": \"addresses\", \"addresses\": [\"" + ops + "\"]}}");
    var third = office.asked(", \"assignee\": \"role:tenant_admin\"");
    assertThat(office.delivery(third, "delivered").path("recipient").asString()).isEqualTo(ops);

    assertThat(mails(ops)).hasSize(3);
    assertThat(mails(ada.email())).hasSize(1);
    assertThat(mails(office.boss.email())).hasSize(1);
    assertThat(mails(ops).getFirst().getFrom())
        .extracting(Object::toString)
        .containsExactly("no-reply@scaicore.example");
  }

  @Test
  void anAssigneeWithoutAnActiveUserIsNobodyToMail() {
    var office = office();
    var ada = office.town.user(office.tenant);
    var group = office.town.group(ada);
    office.set("{\"channels\": [\"mail\"]}");
    one.context()
        .getBean(JdbcClient.class)
        .sql("update scaigrid_users set active = false where id = ?")
        .param(ada.id())
        .update();

    var dead = office.delivery(office.asked(", \"assignee\": \"group:" + group + "\""), "dead");

    assertThat(dead.path("last_error").asString()).contains("nobody is left to send it to");
  }

  @Test
  void aNameThatWouldBeginAHeaderIsOneLineOfTheSubject() throws MessagingException {
    var office = office();
    office.set("{\"channels\": [\"mail\"]}");
    var core =
        Demo.running(
            office.admin,
            "Grüße",
            Demo.program(
                "{\"kind\": \"checkpoint\", \"checkpoint_type\": \"a\\r\\nBcc: eve@acme.example\","
                    + " \"prompt\": \"Pay?\\r\\n.\\r\\nRCPT TO:<eve@acme.example>\"}"));

    office.delivery(office.ask(core), "delivered");

    var mail = mails(office.boss.email()).getFirst();
    assertThat(mail.getSubject()).isEqualTo("Waiting for you: Grüße, a Bcc: eve@acme.example");
    assertThat(mail.getHeader("Bcc")).isNull();
    assertThat(mails("eve@acme.example")).isEmpty();
  }

  /** What is in the mailbox of an address. */
  private static List<MimeMessage> mails(String to) {
    var user = MAILS.getUserManager().getUserByEmail(to);
    if (user == null) {
      return List.of();
    }
    try {
      return MAILS.getManagers().getImapHostManager().getInbox(user).getMessages().stream()
          .map(StoredMessage::getMimeMessage)
          .toList();
    } catch (FolderException e) {
      throw new IllegalStateException(e);
    }
  }
}
