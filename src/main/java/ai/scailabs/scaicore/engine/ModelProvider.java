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
   * A question to a model.
   *
   * @param candidates the model and its fallbacks, in order
   * @param system the system prompt; may be empty
   * @param turns example turns and, last, the user's
   * @param bindings the values that the prompt was made from
   * @param schema JSON Schema of the answer; null for free text
   * @param key idempotency key of the call
   */
  record Question(
      List<Candidate> candidates,
      @Nullable Double temperature,
      String system,
      List<Turn> turns,
      Map<String, @Nullable Object> bindings,
      @Nullable Map<String, @Nullable Object> schema,
      String key) {}

  /** A model by provider and name. */
  record Candidate(String provider, String model) {}

  /** One message; {@code role} is {@code user} or {@code assistant}. */
  record Turn(String role, String content) {}

  /** What the model said. */
  record Answer(String text, boolean refused, long promptTokens, long completionTokens) {}
}
