package ai.scailabs.scaicore.provider;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a model answered.
 *
 * @param content null where it calls tools, or refuses, without a word
 * @param refusal why it does not answer; null where it does
 * @param toolCalls in OpenAI's shape; null where there are none
 * @param finishReason as the server has it, such as {@code stop} or {@code tool_calls}
 * @param logprobs of the answer's tokens, in OpenAI's shape; null where there are none
 * @param tokens null where the server does not say
 */
public record ChatAnswer(
    @Nullable String content,
    @Nullable String refusal,
    @Nullable ArrayNode toolCalls,
    String finishReason,
    @Nullable ObjectNode logprobs,
    @Nullable Tokens tokens) {

  /** Tokens that were read and written. */
  public record Tokens(long prompt, long completion) {}
}
