package ai.scailabs.scaicore.scaiqueue;

import static ai.scailabs.scaicore.identity.Permission.SCAIQUEUE_CONSUME;
import static ai.scailabs.scaicore.identity.Permission.SCAIQUEUE_PUBLISH;
import static ai.scailabs.scaicore.identity.Permission.SCAIQUEUE_VIEW;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Messages of a queue, which is named by its id, or by id or slug in its scope. */
@RestController
@RequestMapping("/v1/modules/scaiqueue")
@Tag(name = "ScaiQueue", description = "Scopes, their queues, and messages.")
class QueueMessageController {

  private final MessageService messages;

  QueueMessageController(MessageService messages) {
    this.messages = messages;
  }

  @PostMapping({"/scopes/{scope_id}/queues/{queue_id}/messages", "/queues/{queue_id}/messages"})
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(SCAIQUEUE_PUBLISH)
  @Audited("message.publish")
  @Raises({
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.SCOPE_NOT_FOUND,
    ErrorCode.QUEUE_NOT_FOUND,
    ErrorCode.QUEUE_FULL
  })
  @Operation(
      summary = "Publish a message",
      description =
          "An `idempotency_key` that was used in this queue, as long as that message is kept"
              + " (24 h at least), is answered with that message, and nothing is published; with"
              + " another type or body it is `VALIDATION_ERROR`.")
  Envelope<MessageView> publish(
      @PathVariable(name = "scope_id", required = false) @Nullable String scopeId,
      @PathVariable("queue_id") String queueId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"message_type": "expense", "body": {"amount": 400},
                               "priority_tier": "high", "correlation_id": "expense-4711",
                               "idempotency_key": "expense-4711", "ttl_seconds": 86400}
                              """)))
          @RequestBody
          MessageRequest request,
      Caller caller) {
    return Envelope.of(MessageView.of(messages.publish(caller, scopeId, queueId, request)));
  }

  @PostMapping({"/scopes/{scope_id}/queues/{queue_id}/claim", "/queues/{queue_id}/claim"})
  @Requires(SCAIQUEUE_CONSUME)
  @Audited("message.claim")
  @Raises({
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.SCOPE_NOT_FOUND,
    ErrorCode.QUEUE_NOT_FOUND,
    ErrorCode.QUOTA_EXCEEDED
  })
  @Operation(
      summary = "Claim messages",
      description =
          "Up to `max`, in the order of the queue; none where none is there. Nobody else is given"
              + " them until `claimed_until`. Complete, fail, release or extend each with its"
              + " `claim_id`; one that is left alone comes back then, and counts as failed.")
  Envelope<Envelope.Items<MessageView>> claim(
      @PathVariable(name = "scope_id", required = false) @Nullable String scopeId,
      @PathVariable("queue_id") String queueId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples = @ExampleObject("{\"max\": 10, \"visibility_timeout_s\": 60}")))
          @RequestBody(required = false)
          @Nullable ClaimRequest request,
      Caller caller) {
    var asked = request == null ? new ClaimRequest(null, null, null) : request;
    return Envelope.of(
        new Envelope.Items<>(
            messages.claim(caller, scopeId, queueId, asked).stream()
                .map(MessageView::claimed)
                .toList()));
  }

  @GetMapping({"/scopes/{scope_id}/queues/{queue_id}/messages", "/queues/{queue_id}/messages"})
  @Requires(SCAIQUEUE_VIEW)
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.SCOPE_NOT_FOUND, ErrorCode.QUEUE_NOT_FOUND})
  @Operation(
      summary = "List the messages of a queue",
      description =
          "Newest first, in every state, without claiming them. A page ends early where messages"
              + " are large.")
  Envelope<Envelope.Items<MessageView>> list(
      @PathVariable(name = "scope_id", required = false) @Nullable String scopeId,
      @PathVariable("queue_id") String queueId,
      Caller caller,
      Paging paging) {
    return Envelope.of(messages.list(caller, scopeId, queueId, paging).map(MessageView::of));
  }

  @GetMapping("/scopes/{scope_id}/messages")
  @Requires(SCAIQUEUE_VIEW)
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.SCOPE_NOT_FOUND})
  @Operation(
      summary = "Find the messages about something",
      description = "Those of a scope with this `correlation_id`, newest first, in every state.")
  Envelope<Envelope.Items<MessageView>> correlated(
      @PathVariable("scope_id") String scopeId,
      @RequestParam("correlation_id") String correlationId,
      Caller caller,
      Paging paging) {
    return Envelope.of(
        messages.correlated(caller, scopeId, correlationId, paging).map(MessageView::of));
  }
}
