package ai.scailabs.scaicore.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.notification.Delivery.Status;
import ai.scailabs.scaicore.notification.NotificationSettings.Mail;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.RawJson;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of mails that the server does not take. */
@ServerTest
class MailerTests {

  private static final String TAKEN = "ada@acme.example";
  private static final String STRANGER = "stranger@acme.example";

  @Autowired private Recipients recipients;
  @Autowired private NotificationProperties properties;
  @Autowired private JsonMapper json;
  @Autowired private Clock clock;
  @Autowired private Environment environment;

  @Test
  void oneWhoIsRefusedKeepsItFromNobodyElse() throws DeliveryFailed {
    try (var server = new PickyMailServer("stranger")) {
      var receipt = mailer(server.port()).send(delivery(), settings(STRANGER, TAKEN));

      assertThat(receipt.recipient()).isEqualTo(TAKEN);
      assertThat(receipt.note()).contains("did not take it for others").contains("not here");
      assertThat(server.mails()).hasSize(1);
    }
  }

  @Test
  void addressesThatNobodyCanWriteToAreLeftOut() throws DeliveryFailed {
    try (var server = new PickyMailServer("stranger")) {
      var receipt =
          mailer(server.port())
              .send(
                  delivery(), settings("a,b@x.example", TAKEN, "usr_1@no-email.invalid", "a b@c"));

      assertThat(receipt.recipient()).isEqualTo(TAKEN);
      assertThatThrownBy(
              () -> mailer(server.port()).send(delivery(), settings("usr_1@no-email.invalid")))
          .isInstanceOfSatisfying(
              DeliveryFailed.class, failed -> assertThat(failed.isLasting()).isTrue())
          .hasMessageContaining("nobody is left");
      assertThat(server.mails()).hasSize(1);
    }
  }

  @Test
  void whereAllAreRefusedItIsToBeTriedAgain() {
    try (var server = new PickyMailServer("stranger")) {
      assertThatThrownBy(() -> mailer(server.port()).send(delivery(), settings(STRANGER)))
          .isInstanceOfSatisfying(
              DeliveryFailed.class, failed -> assertThat(failed.isLasting()).isFalse())
          .hasMessageContaining("did not take it")
          .hasMessageContaining("550 5.1.1 not here");
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void aServerThatIsNotThereIsToBeTriedAgainAndNotNamed() {
    assertThatThrownBy(() -> mailer(9).send(delivery(), settings(TAKEN)))
        .isInstanceOfSatisfying(
            DeliveryFailed.class, failed -> assertThat(failed.isLasting()).isFalse())
        .hasMessage("the mail server cannot be reached, or broke off");
  }

  @Test
  void withoutAServerNothingIsTried() {
    var none =
        new Mailer(
            new StaticListableBeanFactory().getBeanProvider(JavaMailSender.class),
            recipients,
            properties,
            json,
            clock);

    assertThat(none.isAvailable()).isFalse();
    assertThatThrownBy(() -> none.send(delivery(), settings(TAKEN)))
        .isInstanceOfSatisfying(
            DeliveryFailed.class, failed -> assertThat(failed.isLasting()).isTrue());
  }

  @Test
  void noServerIsWaitedForForEver() {
    for (var key : List.of("connectiontimeout", "timeout", "writetimeout")) {
      assertThat(environment.getProperty("spring.mail.properties.mail.smtp." + key, Integer.class))
          .as(key)
          .isBetween(1_000, 30_000);
    }
  }

  private Mailer mailer(int port) {
    var server = new JavaMailSenderImpl();
    server.setHost("127.0.0.1");
    server.setPort(port);
    server
        .getJavaMailProperties()
        .setProperty(
            "mail.smtp.sendpartial",
            environment.getRequiredProperty("spring.mail.properties.mail.smtp.sendpartial"));
    var beans = new StaticListableBeanFactory();
    beans.addBean("server", server);
    return new Mailer(
        beans.getBeanProvider(JavaMailSender.class), recipients, properties, json, clock);
  }

  private static NotificationSettings settings(String... addresses) {
    return new NotificationSettings(
        "ten_x",
        Set.of(Channel.MAIL),
        Set.of(NotifiedEvent.CREATED),
        null,
        false,
        new Mail(null, RecipientRule.ADDRESSES, List.of(addresses)),
        1,
        null,
        null);
  }

  private static Delivery delivery() {
    return new Delivery(
        "ten_x",
        Ids.next("ntf_"),
        "core_x",
        Ids.uuid(),
        Channel.MAIL,
        NotifiedEvent.CREATED,
        new RawJson(
            """
            {"event": "checkpoint.created", "checkpoint": {"core_name": "Pays",
             "checkpoint_type": "approval", "prompt": "Pay?", "options": [],
             "assignee": {"type": "unrouted", "value": "", "display": "tenant admins"}}}
            """),
        Status.PENDING,
        1,
        Instant.now(),
        null,
        null,
        null,
        null,
        null);
  }
}
