package ai.scailabs.scaicore.notification;

import ai.scailabs.scaicore.checkpoint.Assignee;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends notices as mails, by the operator's mail server. */
@Component
class Mailer implements Sender {

  private static final int LONGEST_ERROR = 300;

  private final @Nullable JavaMailSender server;
  private final Recipients recipients;
  private final NotificationProperties properties;
  private final JsonMapper json;
  private final Clock clock;

  Mailer(
      ObjectProvider<JavaMailSender> server,
      Recipients recipients,
      NotificationProperties properties,
      JsonMapper json,
      Clock clock) {
    this.server = server.getIfAvailable();
    this.recipients = recipients;
    this.properties = properties;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public Channel channel() {
    return Channel.MAIL;
  }

  /** Whether the operator has named a mail server. */
  boolean isAvailable() {
    return server != null;
  }

  @Override
  public Receipt send(Delivery delivery, NotificationSettings settings) throws DeliveryFailed {
    if (server == null) {
      throw DeliveryFailed.lasting("this service has no mail server any more");
    }
    var notice = json.readTree(delivery.payload().text());
    var to = to(delivery, notice, settings);
    if (to.isEmpty()) {
      throw DeliveryFailed.lasting(
          "nobody is left to send it to: the assignee has no active user, and the settings have no"
              + " addresses");
    }
    try {
      server.send(message(server, delivery, notice, settings, to));
      return new Receipt(String.join(", ", to), null);
    } catch (MailAuthenticationException e) {
      throw DeliveryFailed.passing(
          "the mail server does not accept this service's credentials; tell its operator");
    } catch (MailSendException e) {
      return partly(e);
    } catch (MailException | MessagingException e) {
      throw DeliveryFailed.passing("the mail cannot be made: " + line(e));
    }
  }

  private List<String> to(Delivery delivery, JsonNode notice, NotificationSettings settings) {
    var assignee = notice.path("checkpoint").path("assignee");
    return recipients.of(
        delivery.tenantId(),
        Assignee.Kind.valueOf(assignee.path("type").asString().toUpperCase(Locale.ROOT)),
        assignee.path("value").asString(),
        settings.mail());
  }

  private MimeMessage message(
      JavaMailSender mails,
      Delivery delivery,
      JsonNode notice,
      NotificationSettings settings,
      List<String> to)
      throws MessagingException {
    var text = new MailText(notice, delivery.event(), properties.publicUrl());
    var from = from(settings.mail().from());
    var message = mails.createMimeMessage();
    var parts = new MimeMessageHelper(message, StandardCharsets.UTF_8.name());
    parts.setFrom(from);
    parts.setTo(to.toArray(String[]::new));
    parts.setSubject(text.subject());
    parts.setText(text.body());
    parts.setSentDate(Date.from(clock.instant()));
    // By it a mail that is sent again is known.
    message.setHeader(
        "Message-ID", "<" + delivery.id() + from.substring(from.lastIndexOf('@')) + ">");
    message.setHeader(WebhookCaller.DELIVERY, delivery.id());
    message.setHeader("Auto-Submitted", "auto-generated");
    return message;
  }

  /** The operator may have taken a domain back meanwhile. */
  private String from(@Nullable String own) {
    return own != null && properties.sendsFrom(own) ? own : properties.mailFrom();
  }

  /** It went to some of them, and that is that: again, it would go to them twice. */
  private static Receipt partly(MailSendException e) throws DeliveryFailed {
    for (var one : e.getMessageExceptions()) {
      if (one instanceof SendFailedException failed) {
        var sent = failed.getValidSentAddresses();
        if (sent != null && sent.length > 0) {
          return new Receipt(
              names(sent), "the mail server did not take it for others: " + line(failed));
        }
        throw DeliveryFailed.passing("the mail server did not take it: " + line(failed));
      }
    }
    throw DeliveryFailed.passing("the mail server cannot be reached, or broke off");
  }

  private static String names(Address[] addresses) {
    return Arrays.stream(addresses)
        .map(a -> a instanceof InternetAddress address ? address.getAddress() : a.toString())
        .collect(Collectors.joining(", "));
  }

  /** What went wrong, with what the server said of each recipient, on one line. */
  private static String line(Exception e) {
    var all = new StringBuilder(String.valueOf(e.getMessage()));
    for (var next = e; next instanceof MessagingException m && m.getNextException() != null; ) {
      next = m.getNextException();
      all.append(' ').append(next.getMessage());
    }
    var line = all.toString().replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() > LONGEST_ERROR ? line.substring(0, LONGEST_ERROR) + "…" : line;
  }
}
