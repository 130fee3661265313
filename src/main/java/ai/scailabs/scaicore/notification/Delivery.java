package ai.scailabs.scaicore.notification;

import ai.scailabs.scaicore.web.RawJson;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the outbox: one thing to be told, by one channel.
 *
 * @param payload a {@link Notice}, as it is sent
 * @param attempts how many tries have begun
 * @param dueAt when the next try may begin; null where there is to be none
 * @param recipient whom it went to, as people know them; null until it was delivered
 * @param lastStatus the HTTP status of the last answer; null where there was none
 */
record Delivery(
    String tenantId,
    String id,
    String coreId,
    UUID checkpointId,
    Channel channel,
    NotifiedEvent event,
    RawJson payload,
    Status status,
    int attempts,
    Instant createdAt,
    @Nullable Instant dueAt,
    @Nullable Instant deliveredAt,
    @Nullable String recipient,
    @Nullable Integer lastStatus,
    @Nullable String lastError) {

  /** What has become of it. */
  enum Status {
    PENDING,
    DELIVERED,
    /** No more tries, unless somebody wants one. */
    DEAD;

    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Status of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
