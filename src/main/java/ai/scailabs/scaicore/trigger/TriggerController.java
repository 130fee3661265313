package ai.scailabs.scaicore.trigger;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_MANAGE;
import static ai.scailabs.scaicore.identity.Permission.SCAICORE_VIEW;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Contended;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/modules/scaicore/cores/{core_id}/triggers")
@Tag(name = "Triggers", description = "What starts flows: events, schedules, webhooks.")
class TriggerController {

  private final TriggerService triggers;

  TriggerController(TriggerService triggers) {
    this.triggers = triggers;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(SCAICORE_MANAGE)
  @Audited("trigger.create")
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.CORE_NOT_FOUND})
  @Operation(
      summary = "Register a trigger",
      description =
          "Adds an entry to the Core's `environment.triggers`, beside the triggers of its program."
              + " An event starts `flow` when `POST …/events` names its `event_type`; a schedule"
              + " by its cron, while the Core runs; a webhook when a request comes to its `url`"
              + " that is signed with its `secret`, which is shown here and never again. `flow`"
              + " must be one of the program's, where there is one. A Core has at most 100.")
  Envelope<TriggerView> register(
      @PathVariable("core_id") String coreId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples = {
                        @ExampleObject(
                            name = "event",
                            value =
                                """
                                {"event_type": "purchase.request", "flow": "approval", "config": {}}
                                """),
                        @ExampleObject(
                            name = "schedule",
                            value =
                                """
                                {"flow": "tidy", "config": {"kind": "schedule", "cron": "0 2 * * *",
                                 "timezone": "Europe/Amsterdam"}}
                                """),
                        @ExampleObject(
                            name = "webhook",
                            value =
                                """
                                {"flow": "order", "config": {"kind": "webhook", "path": "orders"}}
                                """)
                      }))
          @RequestBody
          TriggerRequest request,
      Caller caller) {
    return Envelope.of(
        Contended.retried(() -> triggers.register(caller.tenantId(), coreId, request.wanted())));
  }

  @GetMapping
  @Requires(SCAICORE_VIEW)
  @Raises(ErrorCode.CORE_NOT_FOUND)
  @Operation(
      summary = "List a Core's triggers",
      description =
          "Those that are registered with it, newest first. The triggers of its program stand in"
              + " its `source`.")
  Envelope<Envelope.Items<TriggerView>> list(
      @PathVariable("core_id") String coreId, Paging paging, Caller caller) {
    return Envelope.of(triggers.list(caller.tenantId(), coreId, paging));
  }

  @DeleteMapping("/{trigger_id}")
  @Requires(SCAICORE_MANAGE)
  @Audited("trigger.delete")
  @Raises({ErrorCode.CORE_NOT_FOUND, ErrorCode.NOT_FOUND})
  @Operation(
      summary = "Remove a trigger",
      description = "By its id. Its secret goes with it, and its schedule stops.")
  Envelope<Deleted> remove(
      @PathVariable("core_id") String coreId,
      @PathVariable("trigger_id") String triggerId,
      Caller caller) {
    Contended.retried(
        () -> {
          triggers.remove(caller.tenantId(), coreId, triggerId);
          return triggerId;
        });
    return Envelope.of(new Deleted(triggerId, true));
  }

  @PostMapping("/{trigger_id}/secret")
  @Requires(SCAICORE_MANAGE)
  @Audited("trigger.replace_secret")
  @Raises({ErrorCode.CORE_NOT_FOUND, ErrorCode.NOT_FOUND})
  @Operation(
      summary = "Give a webhook a new secret",
      description =
          "The one before counts no more. `trigger_id` is that of a registered webhook, or the name"
              + " of a webhook of the program that the Core was last started with, which listens"
              + " once it has a secret. The secret is shown here and never again.")
  Envelope<TriggerSecret> replaceSecret(
      @PathVariable("core_id") String coreId,
      @PathVariable("trigger_id") String triggerId,
      Caller caller) {
    return Envelope.of(triggers.replaceSecret(caller.tenantId(), coreId, triggerId));
  }

  /** What is answered for a trigger that is gone. */
  @Schema(name = "DeletedTrigger")
  record Deleted(String id, boolean deleted) {}
}
