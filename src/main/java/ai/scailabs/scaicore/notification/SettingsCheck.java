package ai.scailabs.scaicore.notification;

import ai.scailabs.scaicore.outbound.DestinationRefused;
import ai.scailabs.scaicore.outbound.Destinations;
import ai.scailabs.scaicore.web.ApiException.Detail;
import ai.scailabs.scaicore.web.ValidationFailed;
import com.google.re2j.Pattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Puts what a request gives in place of what is stored, where it is good; tells all that is not.
 */
@Component
class SettingsCheck {

  private static final int LONGEST_URL = 1_000;
  private static final int LONGEST_ADDRESS = 254;
  private static final int MOST_ADDRESSES = 20;
  private static final Pattern ADDRESS =
      Pattern.compile(
          "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?");

  private final Destinations destinations;
  private final NotificationProperties properties;
  private final Mailer mails;

  SettingsCheck(Destinations destinations, NotificationProperties properties, Mailer mails) {
    this.destinations = destinations;
    this.properties = properties;
    this.mails = mails;
  }

  /** The stored settings with what is given; its secret, version and author are the stored ones. */
  NotificationSettings merged(NotificationSettings stored, SettingsRequest request) {
    var problems = new ArrayList<Detail>();
    var channels = channels(request.channels(), stored.channels(), problems);
    var events = events(request.events(), stored.events(), problems);
    var url = url(request.webhook(), stored.webhookUrl(), problems);
    var mail = mail(request.mail(), stored.mail(), problems);
    if (problems.isEmpty()) {
      requireWorkable(channels, url, mail, problems);
    }
    if (!problems.isEmpty()) {
      var first = problems.getFirst();
      throw new ValidationFailed(first.field() + " " + first.message(), problems);
    }
    return new NotificationSettings(
        stored.tenantId(),
        channels,
        events,
        url,
        stored.secretSet(),
        mail,
        stored.version(),
        stored.updatedBy(),
        stored.updatedAt());
  }

  private void requireWorkable(
      Set<Channel> channels,
      @Nullable String url,
      NotificationSettings.Mail mail,
      List<Detail> problems) {
    if (channels.contains(Channel.WEBHOOK) && url == null) {
      problems.add(new Detail("webhook.url", "is required for the channel webhook"));
    }
    if (channels.contains(Channel.MAIL) && !mails.isAvailable()) {
      problems.add(
          new Detail(
              "channels",
              "cannot have mail here: the operator has named no mail server (spring.mail.host)"));
    }
    if (mail.recipients() != RecipientRule.ASSIGNEE && mail.addresses().isEmpty()) {
      problems.add(
          new Detail("mail.addresses", "must not be empty where recipients are not the assignee"));
    }
  }

  private static Set<Channel> channels(
      @Nullable List<@Nullable Channel> given, Set<Channel> stored, List<Detail> problems) {
    if (given == null) {
      return stored;
    }
    requireValues(given, "channels", problems);
    return given.stream()
        .filter(Objects::nonNull)
        .filter(channel -> channel != Channel.LOG)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<NotifiedEvent> events(
      @Nullable List<@Nullable NotifiedEvent> given,
      Set<NotifiedEvent> stored,
      List<Detail> problems) {
    if (given == null) {
      return stored;
    }
    requireValues(given, "events", problems);
    return given.stream().filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
  }

  private static void requireValues(List<?> given, String field, List<Detail> problems) {
    int at = given.indexOf(null);
    if (at >= 0) {
      problems.add(new Detail(field + "[" + at + "]", "must not be null"));
    }
  }

  private @Nullable String url(
      SettingsRequest.@Nullable Webhook webhook, @Nullable String stored, List<Detail> problems) {
    var given = webhook == null ? null : webhook.url();
    if (given == null) {
      return stored;
    }
    var text = given.strip();
    if (text.isEmpty() || text.length() > LONGEST_URL) {
      problems.add(
          new Detail(
              "webhook.url", "must be an address of at most " + LONGEST_URL + " characters"));
      return stored;
    }
    try {
      destinations.check(new URI(text));
    } catch (URISyntaxException e) {
      problems.add(new Detail("webhook.url", "is no URL: " + e.getReason()));
    } catch (DestinationRefused e) {
      problems.add(new Detail("webhook.url", String.valueOf(e.getMessage())));
    }
    return text;
  }

  private NotificationSettings.Mail mail(
      SettingsRequest.@Nullable Mail given,
      NotificationSettings.Mail stored,
      List<Detail> problems) {
    if (given == null) {
      return stored;
    }
    return new NotificationSettings.Mail(
        from(given.from(), problems),
        given.recipients() == null ? RecipientRule.ASSIGNEE : given.recipients(),
        addresses(given.addresses(), problems));
  }

  private @Nullable String from(@Nullable String given, List<Detail> problems) {
    if (given == null) {
      return null;
    }
    var address = given.strip();
    if (!isAddress(address)) {
      problems.add(new Detail("mail.from", "must be an e-mail address, such as ada@example.com"));
      return null;
    }
    var domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    if (!properties.sendsFrom(address)) {
      problems.add(
          new Detail(
              "mail.from",
              "is in the domain "
                  + domain
                  + ", which the operator has not allowed"
                  + " (scaicore.notifications.mail-domains); leave it out to send from "
                  + properties.mailFrom()));
    }
    return address;
  }

  private static List<String> addresses(
      @Nullable List<@Nullable String> given, List<Detail> problems) {
    if (given == null) {
      return List.of();
    }
    if (given.size() > MOST_ADDRESSES) {
      problems.add(new Detail("mail.addresses", "has more than " + MOST_ADDRESSES + " items"));
      return List.of();
    }
    var addresses = new ArrayList<String>();
    for (int i = 0; i < given.size(); i++) {
      var one = given.get(i);
      if (one == null || !isAddress(one.strip())) {
        problems.add(
            new Detail(
                "mail.addresses[" + i + "]", "must be an e-mail address, such as ada@example.com"));
      } else {
        addresses.add(one.strip());
      }
    }
    return addresses.stream().distinct().toList();
  }

  private static boolean isAddress(String text) {
    return text.length() <= LONGEST_ADDRESS && ADDRESS.matches(text);
  }
}
