package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.checkpoint.Checkpoint.Resolution;
import ai.scailabs.scaicore.web.RawJson;
import ai.scailabs.scaicore.web.ValidationFailed;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An answer. Source: {@code seeds/api-reference.md}, "POST /checkpoints/{checkpoint_id}/resolve".
 *
 * @param decision free text, unless the program lists options
 * @param responseData JSON that surfaces back to the program
 */
record ResolveRequest(
    @Nullable String decision, @Nullable JsonNode responseData, @Nullable String comment) {

  private static final int MAX_DECISION = 1_000;

  Resolution resolution() {
    if (decision == null || decision.isBlank()) {
      throw new ValidationFailed("decision", "is required: the answer, as a text");
    }
    if (decision.length() > MAX_DECISION) {
      throw new ValidationFailed("decision", "is longer than " + MAX_DECISION + " characters");
    }
    boolean empty = responseData == null || responseData.isNull();
    return new Resolution(
        Comment.storable("decision", decision),
        empty ? null : new RawJson(String.valueOf(responseData)),
        Comment.checked(comment));
  }
}
