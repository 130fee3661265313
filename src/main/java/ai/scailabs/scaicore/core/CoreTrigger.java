package ai.scailabs.scaicore.core;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trigger that was registered with a Core: an entry of its {@code environment.triggers}. Source:
 * {@code seeds/api-reference.md}, "Events and triggers".
 *
 * @param eventType null for a schedule or webhook without one
 * @param cron of a schedule: five-field UNIX
 * @param timezone of a schedule; null: UTC
 * @param path of a webhook, below the Core's {@code hooks}, without its first slash
 * @param config as it was sent
 * @param createdAt null where it was written into the environment by hand
 */
public record CoreTrigger(
    UUID id,
    @Nullable String eventType,
    String flow,
    Kind kind,
    @Nullable String cron,
    @Nullable String timezone,
    @Nullable String path,
    ObjectNode config,
    @Nullable Instant createdAt) {

  /** What it waits for. */
  public enum Kind {
    EVENT,
    SCHEDULE,
    WEBHOOK
  }
}
