package ai.scailabs.scaicore.trigger;

import ai.scailabs.scaicore.core.CoreTrigger;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.program.Program;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What starts a flow at certain times.
 *
 * @param name of a program's; the id of a registered one
 * @param cron five-field UNIX
 * @param timezone null: UTC
 * @param input what the flow is given
 */
record Schedule(
    String name,
    @Nullable String eventType,
    String flow,
    String cron,
    @Nullable String timezone,
    Map<String, @Nullable Object> input) {

  /** That of a program; empty where it is no schedule, or of no flow. */
  static Optional<Schedule> of(Program.Trigger trigger) {
    var flow = trigger.targetFlow();
    var cron = trigger.cron();
    return trigger.kind().equals("schedule") && cron != null && flow != null
        ? Optional.of(
            new Schedule(
                trigger.name(), trigger.eventType(), flow, cron, trigger.timezone(), Map.of()))
        : Optional.empty();
  }

  /** One that was registered; empty where it is no schedule. */
  static Optional<Schedule> of(CoreTrigger trigger) {
    var cron = trigger.cron();
    if (trigger.kind() != CoreTrigger.Kind.SCHEDULE || cron == null) {
      return Optional.empty();
    }
    var input = trigger.config().get("input");
    return Optional.of(
        new Schedule(
            trigger.id().toString(),
            trigger.eventType(),
            trigger.flow(),
            cron,
            trigger.timezone(),
            input instanceof ObjectNode object ? Json.object(object.toString()) : Map.of()));
  }

  /** What the program sees as {@code trigger}. */
  Map<String, @Nullable Object> shown(Instant tick) {
    var shown = new LinkedHashMap<String, @Nullable Object>();
    shown.put("kind", "schedule");
    shown.put("name", name);
    if (eventType != null) {
      shown.put("event_type", eventType);
    }
    shown.put("scheduled_for", tick.toString());
    return shown;
  }
}
