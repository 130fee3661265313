package ai.scailabs.scaicore.catalogue;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The body of {@code POST /v1/backends} and {@code PUT /v1/backends/{id}}; a member that is missing
 * or null is not given.
 */
@Schema(name = "BackendRequest")
record BackendRequest(
    @Schema(description = "1 to 200 characters.", example = "OpenAI, production")
        @Nullable String name,
    @Schema(
            description =
                "A letter, then letters, digits, `-` and `_`, in lower case; at most 63. Unique in"
                    + " the tenant.",
            example = "openai")
        @Nullable String provider,
    @Schema(
            description = "Where `/chat/completions` is added to.",
            example = "https://api.openai.com/v1")
        @Nullable String baseUrl,
    @Schema(
            description =
                "The key, as a string or as `{\"type\": \"secret\", \"value\": \"…\"}`; without a"
                    + " value it stays as it is.",
            types = {"string", "object"})
        @Nullable JsonNode apiKey,
    @Schema(description = "The models that may be called on it; empty: any.")
        @Nullable List<@Nullable String> models,
    @Schema(description = "1 to 600.", minimum = "1", maximum = "600")
        @Nullable Integer timeoutSeconds,
    @Schema(description = "The version that you have seen; another one is a CONFLICT.")
        @Nullable Long version) {

  /** Without the key. */
  @Override
  public String toString() {
    return "BackendRequest[provider=" + provider + ", baseUrl=" + baseUrl + "]";
  }
}
