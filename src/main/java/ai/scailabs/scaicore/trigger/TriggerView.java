package ai.scailabs.scaicore.trigger;

import ai.scailabs.scaicore.core.CoreTrigger;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A registered trigger, as callers see it. */
@Schema(name = "Trigger")
record TriggerView(
    UUID id,
    @Nullable String eventType,
    String flow,
    CoreTrigger.Kind kind,
    @Schema(type = "object", description = "As it was sent.") ObjectNode config,
    @Schema(
            description = "Where a webhook listens; null for other kinds.",
            example = "/v1/modules/scaicore/cores/core_06a1q8b3v5e3s9k4t7m2n8p6rw/hooks/orders")
        @Nullable String url,
    @Schema(
            description =
                "What a webhook's requests are signed with: shown when it is registered, and never"
                    + " again.",
            example = "whs_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
        @Nullable String secret,
    @Nullable Instant createdAt) {

  static TriggerView of(String coreId, CoreTrigger trigger, @Nullable String secret) {
    return new TriggerView(
        trigger.id(),
        trigger.eventType(),
        trigger.flow(),
        trigger.kind(),
        trigger.config(),
        trigger.path() == null ? null : url(coreId, trigger.path()),
        secret,
        trigger.createdAt());
  }

  static String url(String coreId, String path) {
    return "/v1/modules/scaicore/cores/" + coreId + "/hooks/" + path;
  }

  /** Without the secret, for the log. */
  @Override
  public String toString() {
    return "TriggerView[id=" + id + ", kind=" + kind + ", …]";
  }
}
