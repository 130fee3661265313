package ai.scailabs.scaicore.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls models. */
public interface ModelProvider {

  /**
   * Asks the first of the candidates that can be used.
   *
   * @throws BlockFailed with {@code MODEL_ERROR} or {@code MODEL_TIMEOUT}
   */
  Answer ask(Question question);

  /**
   * Has the first of the candidates that can be used make something other than a text.
   *
   * @throws BlockFailed with {@code MODEL_ERROR} or {@code MODEL_TIMEOUT}; with {@code
   *     NOT_IMPLEMENTED} where the provider has none of the kind
   */
  Product make(Order order);

  /**
   * A question to a model.
   *
   * @param candidates the model and its fallbacks, in order
   * @param system the system prompt; may be empty
   * @param turns example turns and, last, the user's
   * @param bindings the values that the prompt was made from
   * @param schema JSON Schema of the answer; null for free text
   * @param tools what the model may call before it answers
   * @param key idempotency key of the call
   */
  record Question(
      List<Candidate> candidates,
      @Nullable Double temperature,
      String system,
      List<Turn> turns,
      Map<String, @Nullable Object> bindings,
      @Nullable Map<String, @Nullable Object> schema,
      List<Tool> tools,
      String key) {}

  /**
   * A function that a model may call. {@code name} has letters, digits, {@code _} and {@code -}.
   */
  record Tool(
      String name, @Nullable String description, Map<String, @Nullable Object> inputSchema) {}

  /** A model by provider and name. */
  record Candidate(String provider, String model) {}

  /**
   * One message.
   *
   * @param role {@code user}, {@code assistant}, or {@code tool} for the result of a call
   * @param calls what an assistant wanted called
   * @param callId of which call this is the result; null for other roles
   */
  record Turn(String role, String content, List<ToolCall> calls, @Nullable String callId) {

    public Turn(String role, String content) {
      this(role, content, List.of(), null);
    }
  }

  /** A function that a model wants called. */
  record ToolCall(String id, String name, Map<String, @Nullable Object> args) {}

  /** What the model said. With calls, it wants their results before it answers. */
  record Answer(
      String text,
      boolean refused,
      List<ToolCall> calls,
      long promptTokens,
      long completionTokens) {

    public Answer(String text, boolean refused, long promptTokens, long completionTokens) {
      this(text, refused, List.of(), promptTokens, completionTokens);
    }
  }

  /**
   * What is to be made.
   *
   * @param modality {@code embedding}, {@code image_generation}, {@code tts} or {@code stt}
   * @param input the members that the block binds, such as {@code text} or {@code prompt}
   */
  record Order(
      String modality,
      List<Candidate> candidates,
      Map<String, @Nullable Object> input,
      String key) {}

  /** What was made, a JSON value. */
  record Product(@Nullable Object value, long promptTokens, long completionTokens) {}
}
