package ai.scailabs.scaicore.notification;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PUT /notifications}; a member that is missing or null is not given, and what
 * it stands for stays as it is.
 */
@Schema(name = "NotificationSettingsRequest")
record SettingsRequest(
    @Schema(description = "Those that are to be on; `log` is, named or not.")
        @Nullable List<@Nullable Channel> channels,
    @Schema(description = "What people are told of; empty: nothing, but by the log.")
        @Nullable List<@Nullable NotifiedEvent> events,
    @Nullable Webhook webhook,
    @Nullable Mail mail,
    @Schema(description = "The version that you have seen; another one is a CONFLICT.")
        @Nullable Long version) {

  /** The webhook. A secret is made with the first address, and when one is asked for. */
  @Schema(name = "NotificationWebhookRequest")
  record Webhook(
      @Schema(description = "Begins with https://; at most 1,000 characters.") @Nullable String url,
      @Schema(description = "Have a new secret made; the one before is of no more use.")
          @Nullable Boolean rotateSecret) {}

  /** The mails: all of it is replaced. */
  @Schema(name = "NotificationMailRequest")
  record Mail(
      @Schema(description = "In a domain that the operator allows; null: the service's address.")
          @Nullable String from,
      @Schema(description = "null: assignee") @Nullable RecipientRule recipients,
      @Schema(description = "At most 20.") @Nullable List<@Nullable String> addresses) {}
}
