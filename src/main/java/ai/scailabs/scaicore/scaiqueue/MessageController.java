package ai.scailabs.scaicore.scaiqueue;

import static ai.scailabs.scaicore.identity.Permission.SCAIQUEUE_CONSUME;
import static ai.scailabs.scaicore.identity.Permission.SCAIQUEUE_MANAGE;
import static ai.scailabs.scaicore.identity.Permission.SCAIQUEUE_VIEW;

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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/modules/scaiqueue/messages")
@Tag(name = "ScaiQueue", description = "Scopes, their queues, and messages.")
class MessageController {

  private static final String STILL =
      " A claim whose time is over still counts until somebody else is given the message; then it"
          + " is `CLAIM_LOST`, which says who has it, or what became of it.";

  private final MessageService messages;

  MessageController(MessageService messages) {
    this.messages = messages;
  }

  @GetMapping("/{message_id}")
  @Requires(SCAIQUEUE_VIEW)
  @Raises(ErrorCode.MESSAGE_NOT_FOUND)
  @Operation(
      summary = "Fetch a message",
      description = "One that ended is kept for a while (`scaicore.queue.retention`).")
  Envelope<MessageView> get(@PathVariable("message_id") String messageId, Caller caller) {
    return Envelope.of(MessageView.of(messages.get(caller, messageId)));
  }

  @PostMapping("/{message_id}/complete")
  @Requires(SCAIQUEUE_CONSUME)
  @Audited("message.complete")
  @Raises({
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.MESSAGE_NOT_FOUND,
    ErrorCode.CLAIM_LOST,
    ErrorCode.AUTHZ_PERMISSION_DENIED
  })
  @Operation(
      summary = "Complete a message",
      description =
          "It is done, and nobody is given it again. Where its `correlation_id` is the id of a"
              + " pending checkpoint of the tenant, `body` is the answer to that: `decision`, and,"
              + " if you like, `response_data` and `comment`; for whoever may answer the"
              + " checkpoint, and, where that is assigned to nobody, for every consumer of the"
              + " `hitl_request` that it sent. Both happen, or neither. A checkpoint that was"
              + " closed before stays as it is: the message is completed, and `checkpoint` tells"
              + " how it ended, with `answered: false`. Repeated with the same `claim_id` it"
              + " changes nothing."
              + STILL)
  Envelope<CompletedView> complete(
      @PathVariable("message_id") String messageId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"claim_id": "clm_…",
                               "body": {"decision": "approve", "comment": "Within budget."}}
                              """)))
          @RequestBody
          CompleteRequest request,
      Caller caller) {
    return Envelope.of(messages.complete(caller, messageId, request));
  }

  @PostMapping("/{message_id}/fail")
  @Requires(SCAIQUEUE_CONSUME)
  @Audited("message.fail")
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.MESSAGE_NOT_FOUND, ErrorCode.CLAIM_LOST})
  @Operation(
      summary = "Fail a message",
      description =
          "It goes back to its queue; after `max_retries` failures to `_dead_letter`, with why,"
              + " from where and how often."
              + STILL)
  Envelope<MessageView> fail(
      @PathVariable("message_id") String messageId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              "{\"claim_id\": \"clm_…\", \"reason\": \"no such account\","
                                  + " \"retry_after_s\": 60}")))
          @RequestBody
          FailRequest request,
      Caller caller) {
    return Envelope.of(MessageView.of(messages.fail(caller, messageId, request)));
  }

  @PostMapping("/{message_id}/release")
  @Requires(SCAIQUEUE_CONSUME)
  @Audited("message.release")
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.MESSAGE_NOT_FOUND, ErrorCode.CLAIM_LOST})
  @Operation(
      summary = "Give a message back",
      description = "At once, for somebody else; it has not failed." + STILL)
  Envelope<MessageView> release(
      @PathVariable("message_id") String messageId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(examples = @ExampleObject("{\"claim_id\": \"clm_…\"}")))
          @RequestBody
          ReleaseRequest request,
      Caller caller) {
    return Envelope.of(MessageView.of(messages.release(caller, messageId, request)));
  }

  @PostMapping("/{message_id}/extend")
  @Requires(SCAIQUEUE_CONSUME)
  @Audited("message.extend")
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.MESSAGE_NOT_FOUND, ErrorCode.CLAIM_LOST})
  @Operation(
      summary = "Hold a message longer",
      description = "For so many seconds from now." + STILL)
  Envelope<MessageView> extend(
      @PathVariable("message_id") String messageId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              "{\"claim_id\": \"clm_…\", \"visibility_timeout_s\": 300}")))
          @RequestBody
          ExtendRequest request,
      Caller caller) {
    return Envelope.of(MessageView.claimed(messages.extend(caller, messageId, request)));
  }

  @PostMapping("/{message_id}/redrive")
  @Requires(SCAIQUEUE_MANAGE)
  @Audited("message.redrive")
  @Raises({ErrorCode.MESSAGE_NOT_FOUND, ErrorCode.CONFLICT})
  @Operation(
      summary = "Try a dead letter again",
      description =
          "It goes back to the queue that it failed in, as if it had never failed; that of a"
              + " broadcast queue to the consumer whose it was.")
  Envelope<MessageView> redrive(@PathVariable("message_id") String messageId, Caller caller) {
    return Envelope.of(MessageView.of(messages.redrive(caller, messageId)));
  }
}
