package ai.scailabs.scaicore.iam;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API key without what makes it one.
 *
 * @param key the whole key, in the answer to the request that made it and nowhere else
 * @param prefix the first characters, by which people tell keys apart
 * @param modelGroupIds the only model groups it reaches; null: not restricted
 * @param expiresAt null: never
 */
@Schema(name = "ApiKey", description = "A bearer token that speaks for a user.")
record ApiKeyView(
    @Schema(example = "key_01k5x3v8n2e6t9b0q4m7w1z5ya") String id,
    @Schema(example = "ci") String name,
    @Schema(description = "Only in the answer that makes the key; nobody can show it again.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String key,
    @Schema(example = "sgk_7Qm2Xw9a") String prefix,
    @Schema(example = "usr_01k5x3v8n2e6t9b0q4m7w1z5ya") String userId,
    @Nullable List<String> modelGroupIds,
    @Nullable Instant expiresAt,
    Instant createdAt) {

  ApiKeyView shownOnce(String whole) {
    return new ApiKeyView(id, name, whole, prefix, userId, modelGroupIds, expiresAt, createdAt);
  }

  /** Never shows the key. */
  @Override
  public String toString() {
    return "ApiKeyView[" + id + "]";
  }
}
