package ai.scailabs.scaicore.trigger;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_MANAGE;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Triggers", description = "What starts flows: events, schedules, webhooks.")
class EventIntakeController {

  private final EventService events;

  EventIntakeController(EventService events) {
    this.events = events;
  }

  @PostMapping("/v1/modules/scaicore/cores/{core_id}/events")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Requires(SCAICORE_MANAGE)
  @Audited("event.send")
  @Raises({
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.CORE_NOT_FOUND,
    ErrorCode.CORE_NOT_RUNNING,
    ErrorCode.CONFLICT,
    ErrorCode.QUOTA_EXCEEDED
  })
  @Operation(
      summary = "Send an event",
      description =
          "Starts the flow of each trigger that waits for an event of this name, those of the"
              + " program (`kind: event`) and those that are registered: all of them or, where the"
              + " data does not fit the parameters of one, none. `data` becomes their input. An"
              + " event that no trigger waits for is accepted, and starts nothing. Needs"
              + " `runtime_mode` `event_driven` or `api`. A repeated `Idempotency-Key` (24 h), or"
              + " `idempotency_key` in the body, gets the first answer and starts nothing.")
  Envelope<Accepted> send(
      @PathVariable("core_id") String coreId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"event_name": "purchase.request", "data": {"amount": 120},
                               "idempotency_key": "order-4711"}
                              """)))
          @RequestBody
          EventRequest request,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      Caller caller) {
    return Envelope.of(events.send(caller, coreId, request, idempotencyKey));
  }
}
