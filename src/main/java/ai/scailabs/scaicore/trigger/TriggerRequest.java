package ai.scailabs.scaicore.trigger;

import ai.scailabs.scaicore.core.CoreTriggers;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The body of {@code POST /cores/{id}/triggers}. */
@Schema(name = "TriggerRequest")
record TriggerRequest(
    @Schema(description = "Name of the event. Schedules and webhooks may have one.")
        @Nullable String eventType,
    @Schema(description = "The flow to start.", requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable String flow,
    @Schema(
            type = "object",
            description =
                "`kind`: `event` (the default), `schedule` or `webhook`. Of a schedule `cron`"
                    + " (five-field UNIX), `timezone` (UTC without it), `input`; of a webhook"
                    + " `path` (the trigger's id without it), `headers` (names of those that the"
                    + " flow is to see). Other members are kept.")
        @Nullable ObjectNode config) {

  CoreTriggers.Wanted wanted() {
    return new CoreTriggers.Wanted(eventType, flow, config);
  }
}
