package ai.scailabs.scaicore.notification;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a tenant's people are told, as its admins see it. */
@Schema(name = "NotificationSettings")
record SettingsView(
    @Schema(description = "Those that are on; `log` always is.") List<Channel> channels,
    @Schema(description = "Those that can be on here.") List<Channel> availableChannels,
    List<NotifiedEvent> events,
    Webhook webhook,
    Mail mail,
    @Schema(description = "0: never set.") long version,
    @Nullable String updatedBy,
    @Nullable Instant updatedAt) {

  /** The webhook. */
  @Schema(name = "NotificationWebhook")
  record Webhook(
      @Nullable String url,
      @Schema(description = "Whether there is a secret that signs it.") boolean secretSet,
      @Schema(
              description = "The secret, in the answer to the request that had it made; else null.",
              example = "whs_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
          @Nullable String secret) {

    /** Without the secret. */
    @Override
    public String toString() {
      return "Webhook[url=" + url + ", secretSet=" + secretSet + "]";
    }
  }

  /** The mails. */
  @Schema(name = "NotificationMail")
  record Mail(
      @Schema(description = "null: the service's own address.") @Nullable String from,
      RecipientRule recipients,
      List<String> addresses) {}

  /**
   * @param mails whether mails can be sent here
   * @param secret one that was made just now; null: none was
   */
  static SettingsView of(NotificationSettings s, boolean mails, @Nullable String secret) {
    return new SettingsView(
        Stream.concat(Stream.of(Channel.LOG), s.channels().stream()).sorted().toList(),
        mails ? List.of(Channel.values()) : List.of(Channel.LOG, Channel.WEBHOOK),
        s.events().stream().sorted().toList(),
        new Webhook(s.webhookUrl(), s.secretSet(), secret),
        new Mail(s.mail().from(), s.mail().recipients(), s.mail().addresses()),
        s.version(),
        s.updatedBy(),
        s.updatedAt());
  }
}
