package ai.scailabs.scaicore.trigger;

import ai.scailabs.scaicore.core.CoreTrigger;
import ai.scailabs.scaicore.core.EnvironmentTriggers;
import ai.scailabs.scaicore.core.Programs;
import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.core.RunnableCores.RunnableCore;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.execution.IdempotencyKey;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Takes events for Cores, and starts the flows whose triggers wait for them. */
@Service
class EventService {

  private static final int MAX_NAME = 200;
  private static final Duration KEPT = Duration.ofHours(24);

  private final RunnableCores cores;
  private final Programs programs;
  private final EnvironmentTriggers triggers;
  private final Dispatch dispatch;

  EventService(
      RunnableCores cores, Programs programs, EnvironmentTriggers triggers, Dispatch dispatch) {
    this.cores = cores;
    this.programs = programs;
    this.triggers = triggers;
    this.dispatch = dispatch;
  }

  /**
   * Takes one.
   *
   * @param header the request's {@code Idempotency-Key}
   */
  Accepted send(Caller caller, String coreId, EventRequest request, @Nullable String header) {
    var core = cores.get(caller.tenantId(), coreId);
    var name = name(request.eventName());
    var key = Receipts.key(header, request.idempotencyKey());
    Map<String, @Nullable Object> data =
        request.data() == null ? Map.of() : Json.object(request.data().toString());
    return dispatch.of(
        new Incoming(
            core,
            caller.userId(),
            name,
            "api",
            data,
            Map.of("user_id", caller.userId()),
            firings(core, name),
            key == null
                ? null
                : new Receipts.Key(
                    core.tenantId(),
                    core.id(),
                    "user:" + caller.userId(),
                    key,
                    IdempotencyKey.fingerprint(name, data),
                    KEPT,
                    header == null ? "idempotency_key" : "Idempotency-Key")));
  }

  /** The program's first, then those that are registered, each in their order. */
  private List<Firing> firings(RunnableCore core, String name) {
    var firings = new ArrayList<Firing>();
    var hash = core.programHash();
    if (hash != null) {
      for (var trigger : programs.load(core.tenantId(), hash).triggers()) {
        var flow = trigger.targetFlow();
        var type = Objects.requireNonNullElse(trigger.eventType(), trigger.name());
        if (trigger.kind().equals("event") && flow != null && type.equals(name)) {
          firings.add(new Firing(trigger.name(), flow));
        }
      }
    }
    for (var trigger : triggers.of(core.environment())) {
      if (trigger.kind() == CoreTrigger.Kind.EVENT && name.equals(trigger.eventType())) {
        firings.add(new Firing(trigger.id().toString(), trigger.flow()));
      }
    }
    return firings;
  }

  private static String name(@Nullable String given) {
    if (given == null || given.isBlank() || given.length() > MAX_NAME) {
      throw new ValidationFailed("event_name", "is required: 1 to " + MAX_NAME + " characters");
    }
    if (given.startsWith("scaicore.")) {
      throw new ValidationFailed(
          "event_name",
          "begins with scaicore., as only this service's own events do; choose another");
    }
    return given;
  }
}
