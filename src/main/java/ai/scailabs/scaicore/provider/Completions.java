package ai.scailabs.scaicore.provider;

import ai.scailabs.scaicore.provider.ChatAnswer.Tokens;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.openai.core.JsonField;
import com.openai.core.JsonValue;
import com.openai.core.ObjectMappers;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletion.Choice.FinishReason;
import com.openai.models.chat.completions.ChatCompletion.Choice.Logprobs;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.completions.CompletionUsage;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Requests and answers of the OpenAI client, in our own terms. */
final class Completions {

  private Completions() {}

  /** The client's form of a request; members that it does not know are sent as they are. */
  static ChatCompletionCreateParams params(ObjectNode request, @Nullable String key) {
    var text = Texts.sound(request.toString());
    try {
      var params =
          ChatCompletionCreateParams.builder()
              .body(
                  ObjectMappers.jsonMapper()
                      .readValue(text, ChatCompletionCreateParams.Body.class));
      if (key != null) {
        // Another question has another key, also one that was only put in other words.
        params.putAdditionalHeader("Idempotency-Key", Texts.digest(key + "\n" + text));
      }
      return params.build();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a chat request that is no JSON", e);
    }
  }

  /** The first choice; fails with {@link OpenAIInvalidDataException} where there is none. */
  static ChatAnswer answer(ChatCompletion completion, Redaction redaction) {
    var choice =
        completion.choices().stream()
            .findFirst()
            .orElseThrow(() -> new OpenAIInvalidDataException("no choices"));
    var message = choice.message();
    return new ChatAnswer(
        message.content().map(redaction::of).map(Texts::sound).orElse(null),
        message
            .refusal()
            .filter(text -> !text.isBlank())
            .map(redaction::of)
            .map(Texts::sound)
            .orElse(null),
        toolCalls(message, redaction),
        choice._finishReason().asKnown().map(FinishReason::asString).orElse("stop"),
        choice._logprobs().asKnown().map(Completions::ours).orElse(null),
        completion._usage().asKnown().flatMap(Completions::tokens).orElse(null));
  }

  private static @Nullable ArrayNode toolCalls(ChatCompletionMessage message, Redaction redaction) {
    var calls = message.toolCalls().orElse(java.util.List.of());
    if (calls.isEmpty()) {
      return null;
    }
    var made = JsonNodeFactory.instance.arrayNode();
    for (var call : calls) {
      var function =
          function(call).orElseThrow(() -> new OpenAIInvalidDataException("no function"));
      made.addObject()
          .put("id", Texts.sound(function.id()))
          .put("type", "function")
          .putObject("function")
          .put("name", Texts.sound(function.function().name()))
          .put("arguments", Texts.sound(redaction.of(function.function().arguments())));
    }
    return made;
  }

  /** Some servers leave the type out. */
  private static Optional<ChatCompletionMessageFunctionToolCall> function(
      ChatCompletionMessageToolCall call) {
    return call.function()
        .or(
            () ->
                call._json()
                    .filter(Completions::hasFunction)
                    .map(json -> json.convert(ChatCompletionMessageFunctionToolCall.class)));
  }

  private static boolean hasFunction(JsonValue call) {
<<<<<<< HEAD
    return ((JsonField<?>) call)
        .asObject()
        .filter(members -> members.containsKey("function"))
        .isPresent();
=======
    Optional<?> object = call.asObject();
    return object.orElse(null) instanceof Map<?, ?> members && members.containsKey("function");
>>>>>>> main
  }

  private static ObjectNode ours(Logprobs theirs) {
    try {
      return JsonMapper.shared()
          .readValue(ObjectMappers.jsonMapper().writeValueAsString(theirs), ObjectNode.class);
    } catch (JsonProcessingException e) {
      throw new OpenAIInvalidDataException("no logprobs", e);
    }
  }

  /** Empty where the server does not say both. */
  private static Optional<Tokens> tokens(CompletionUsage usage) {
    return usage
        ._promptTokens()
        .asKnown()
        .flatMap(
            prompt ->
                usage
                    ._completionTokens()
                    .asKnown()
                    .map(completion -> new Tokens(bounded(prompt), bounded(completion))));
  }

  /** A server's count is not believed beyond reason. */
  private static long bounded(long tokens) {
    return Math.clamp(tokens, 0, Integer.MAX_VALUE);
  }
}
