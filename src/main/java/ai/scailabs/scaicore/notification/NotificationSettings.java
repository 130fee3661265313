package ai.scailabs.scaicore.notification;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a tenant wants its people to be told.
 *
 * @param channels those beside the log, which is always on
 * @param webhookUrl where the webhook goes; null: nowhere yet
 * @param secretSet whether there is a secret to sign the webhook with
 * @param version 0: never set
 */
record NotificationSettings(
    String tenantId,
    Set<Channel> channels,
    Set<NotifiedEvent> events,
    @Nullable String webhookUrl,
    boolean secretSet,
    Mail mail,
    long version,
    @Nullable String updatedBy,
    @Nullable Instant updatedAt) {

  /**
   * How mails are sent.
   *
   * @param from null: the service's own address
   */
  record Mail(@Nullable String from, RecipientRule recipients, List<String> addresses) {}

  /** Those of a tenant that has set nothing. */
  static NotificationSettings usual(String tenantId) {
    return new NotificationSettings(
        tenantId,
        Set.of(),
        Set.of(NotifiedEvent.values()),
        null,
        false,
        new Mail(null, RecipientRule.ASSIGNEE, List.of()),
        0,
        null,
        null);
  }

  /** By what an event is told, beside the log. */
  List<Channel> fed(NotifiedEvent event) {
    return events.contains(event) ? channels.stream().sorted().toList() : List.of();
  }
}
