package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.web.ApiException.Detail;
import ai.scailabs.scaicore.web.ValidationFailed;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A chat request in OpenAI's shape, before anything of it was checked. */
@Schema(name = "ChatRequest")
record ChatRequest(
    @Schema(
            description = "Slug of the model.",
            requiredMode = Schema.RequiredMode.REQUIRED,
            example = "scaicore/acme/approval-agent")
        @Nullable String model,
    @Schema(
            description = "The conversation so far; at least one message.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable List<@Nullable ChatMessage> messages,
    @Schema(description = "0 to 2.", minimum = "0", maximum = "2") @Nullable Double temperature,
    @Schema(description = "0 to 1.", minimum = "0", maximum = "1") @Nullable Double topP,
    @Schema(description = "How long the answer may be, in tokens.", minimum = "1")
        @Nullable Integer maxTokens,
    @Schema(description = "The same, as newer models want it.", minimum = "1")
        @Nullable Integer maxCompletionTokens,
    @Schema(
            description = "Where the answer is to end: a text, or up to 4.",
            types = {"string", "array"})
        @Nullable JsonNode stop,
    @Schema(description = "For answers that can be repeated, where the model can.")
        @Nullable Long seed,
    @Schema(description = "-2 to 2.", minimum = "-2", maximum = "2")
        @Nullable Double presencePenalty,
    @Schema(description = "-2 to 2.", minimum = "-2", maximum = "2")
        @Nullable Double frequencyPenalty,
    @Schema(
            description = "`text`, `json_object`, or `json_schema` with its schema.",
            example = "{\"type\": \"json_object\"}")
        @Nullable ObjectNode responseFormat,
    @Schema(
            description = "Functions that the model may ask the caller to call.",
            types = "array",
            example =
                """
                [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}]\
                """)
        @Nullable ArrayNode tools,
    @Schema(
            description = "`none`, `auto`, `required`, or one of the tools.",
            types = {"string", "object"})
        @Nullable JsonNode toolChoice,
    @Schema(description = "Whether it may ask for several at once.")
        @Nullable Boolean parallelToolCalls,
    @Schema(description = "How much it is to think.", example = "low")
        @Nullable String reasoningEffort,
    @Schema(description = "How much it is to say.", example = "low") @Nullable String verbosity,
    @Schema(
            description = "-100 to 100 for tokens, by their numbers.",
            example = "{\"50256\": -100}")
        @Nullable ObjectNode logitBias,
    @Schema(description = "Whether to say how likely the answer's tokens were.")
        @Nullable Boolean logprobs,
    @Schema(description = "0 to 20: for how many others, too.", minimum = "0", maximum = "20")
        @Nullable Integer topLogprobs,
    @Schema(description = "As the server has it.", example = "default")
        @Nullable String serviceTier,
    @Schema(description = "Whom the answer is for, as the server may know them.")
        @Nullable String user,
    @Schema(description = "Requests of one key share what the server keeps of prompts.")
        @Nullable String promptCacheKey,
    @Schema(description = "How many answers; only 1 is possible.", minimum = "1", maximum = "1")
        @Nullable Integer n,
    @Schema(description = "Only where the model's capabilities say `streaming: true`.")
        @Nullable Boolean stream,
    @Schema(
            description =
                """
                Free for the caller. A published Core reads `flow` (which of its flows answers) and \
                `instance_key` (which instance of an entity Core), and sees all of it as \
                `input.metadata`.\
                """,
            example = "{\"flow\": \"chat\"}")
        @Nullable ObjectNode metadata) {

  /** The conversation of a request that is in order; fails naming every field that is not. */
  Conversation checked() {
    var problems = new ArrayList<Detail>();
    if (model == null || model.isBlank()) {
      problems.add(new Detail("model", "is required: the slug of a model, see GET /v1/models"));
    }
    checkMessages(problems);
    var options = ChatOptions.of(this, problems::add);
    if (n != null && n != 1) {
      problems.add(new Detail("n", "must be 1: a request has one answer"));
    }
    for (var key : List.of("flow", "instance_key")) {
      var value = metadata == null ? null : metadata.get(key);
      if (value != null && !value.isNull() && !value.isString()) {
        problems.add(new Detail("metadata." + key, "must be a string"));
      }
    }
    if (!problems.isEmpty()) {
      var first = problems.getFirst();
      throw new ValidationFailed(first.field() + " " + first.message(), problems);
    }
    return new Conversation(
        Objects.requireNonNull(messages).stream().map(Objects::requireNonNull).toList(),
        options,
        metadata == null ? JsonNodeFactory.instance.objectNode() : metadata);
  }

  private void checkMessages(List<Detail> problems) {
    if (messages == null || messages.isEmpty()) {
      problems.add(new Detail("messages", "is required and must not be empty"));
      return;
    }
    for (int i = 0; i < messages.size(); i++) {
      var field = "messages[" + i + "]";
      var message = messages.get(i);
      if (message == null) {
        problems.add(new Detail(field, "must be an object with role and content"));
      } else {
        message.check(field, problems::add);
      }
    }
  }
}
