package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.catalogue.Catalogue;
import ai.scailabs.scaicore.catalogue.DatedModel;
import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.OpenAiDialect;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The same models for OpenAI's clients, in their own dialect. */
@RestController
@OpenAiDialect
@RequestMapping("/oai/v1")
@Tag(name = "OpenAI", description = "The same models, for OpenAI's clients.")
class OpenAiController {

  /** A client of OpenAI's expects all models at once. */
  private static final int MOST_MODELS = 2_000;

  private final ChatService chats;
  private final Catalogue catalogue;

  OpenAiController(ChatService chats, Catalogue catalogue) {
    this.chats = chats;
    this.catalogue = catalogue;
  }

  @PostMapping("/chat/completions")
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
      summary = "Chat with a model (OpenAI)",
      description =
          """
          What `POST /v1/inference/chat` does, with answers and errors in OpenAI's shape: set the \
          base URL of your client to `/oai/v1` of this service, and its key to an API key. An \
          answer that waits for a person ends with `finish_reason: "stop"` and says so.\
          """)
  OpenAiCompletion chat(
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
    return OpenAiCompletion.of(answered.model(), answered.reply());
  }

  @GetMapping("/models")
  @Requires(Permission.MODELS_LIST)
  @Operation(
      summary = "List models (OpenAI)",
      description = "The models that you see, newest first; the newest 2000 of them.")
  OpenAiModel.Models list(Caller caller) {
    var models = new ArrayList<OpenAiModel>();
    @Nullable String cursor = null;
    do {
      Page<DatedModel> page = catalogue.models(caller, new Paging(Paging.MAX_LIMIT, cursor));
      page.items().forEach(model -> models.add(OpenAiModel.of(model)));
      cursor = page.nextCursor();
    } while (cursor != null && models.size() < MOST_MODELS);
    return new OpenAiModel.Models("list", models);
  }

  @GetMapping("/models/{*slug}")
  @Requires(Permission.MODELS_LIST)
  @Raises(ErrorCode.MODEL_NOT_FOUND)
  @Operation(summary = "Fetch a model (OpenAI)", description = "By its slug.")
  OpenAiModel get(
      Caller caller,
      @Parameter(description = "Slug of the model.", example = "scaicore/acme/approval-agent")
          @PathVariable
          String slug) {
    return OpenAiModel.of(catalogue.model(caller, slug.substring(1)));
  }
}
