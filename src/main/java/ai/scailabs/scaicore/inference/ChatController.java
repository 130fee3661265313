package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Chatting over HTTP. */
@RestController
@Tag(name = "Inference", description = "Chatting with the models of the catalogue.")
class ChatController {

  private final ChatService chats;

  ChatController(ChatService chats) {
    this.chats = chats;
  }

  @PostMapping("/v1/inference/chat")
  @Requires(Permission.MODELS_USE)
  @Audited("model.chat")
  @Raises({
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.MODEL_NOT_FOUND,
    ErrorCode.MODEL_UNAVAILABLE,
    ErrorCode.CONFLICT,
    ErrorCode.RATE_LIMITED,
    ErrorCode.BACKEND_ERROR,
    ErrorCode.BACKEND_TIMEOUT
  })
  @Operation(
      summary = "Chat with a model",
      description =
          """
          The request is OpenAI's; unknown fields are ignored. `model` is the slug of a model that \
          `GET /v1/models` shows you.

          A model on a backend is asked with the same messages and options. `tool_calls` in its \
          answer are for you to carry out: send their results as messages of the role `tool`. \
          Where its server takes no more requests, that is RATE_LIMITED with `Retry-After`.

          A published Core answers with an execution of one of its flows: the one that \
          `metadata.flow` names, else that of its first `api` trigger, else its first. The flow \
          sees `input.message` (text of the last user message), `input.messages` and \
          `input.metadata`; an entity Core runs as the instance `metadata.instance_key`, else as \
          one of the caller's own. The answer is the output's `response`, else its `message`, else \
          the output as JSON. `scaicore` names the execution.

          A flow that waits for a person answers at once, with `finish_reason: "checkpoint"` and \
          the checkpoint's id. A flow that fails is BACKEND_ERROR; a Core that does not run is \
          MODEL_UNAVAILABLE; one that takes more than 60 s is BACKEND_TIMEOUT and works on. \
          Requests of the same `Idempotency-Key` (24 h) are one execution, or one call of a model's \
          server, and have one answer; where that is still under way, a model's second request is \
          a CONFLICT: repeat it for the answer.\
          """)
  Envelope<ChatCompletion> chat(
      Caller caller,
      @Parameter(description = "1 to 255 characters; a repeated request is answered as the first.")
          @RequestHeader(name = "Idempotency-Key", required = false)
          @Nullable String idempotencyKey,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"model": "scaicore/acme/approval-agent",
                               "messages": [
                                 {"role": "user", "content": "Please review this expense."}]}
                              """)))
          @RequestBody
          ChatRequest request) {
    var answered = chats.chat(caller, request, idempotencyKey);
    return Envelope.of(ChatCompletion.of(answered.model(), answered.reply()));
  }
}
