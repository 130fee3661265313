package ai.scailabs.scaicore.catalogue;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model server of a tenant, as callers see it.
 *
 * @param apiKey that there is one, and no more; null where there is none
 * @param models what may be called on it; empty: anything
 */
@Schema(name = "Backend", description = "A server that speaks OpenAI's protocol, and its key.")
record Backend(
    @Schema(example = "bm_01jd3q8w5kfv9a7r2m4x6z0c1b") String id,
    @Schema(example = "OpenAI, production") String name,
    @Schema(
            description = "How programs name it: a model `openai/gpt-5` is `gpt-5` on this server.",
            example = "openai")
        String provider,
    @Schema(example = "https://api.openai.com/v1") String baseUrl,
    @Schema(description = "That there is a key; it is never shown. Null where there is none.")
        @Nullable MaskedKey apiKey,
    @Schema(
            description = "The models that may be called on it; empty: any.",
            example = "[\"gpt-5\", \"gpt-5-mini\"]")
        List<String> models,
    @Schema(
            description = "How long an answer may take; null: as the service is configured.",
            example = "60")
        @Nullable Integer timeoutSeconds,
    @Schema(description = "Goes up with every change; send it with PUT to detect a lost update.")
        long version,
    Instant createdAt,
    Instant updatedAt) {

  /** A secret that is set. */
  @Schema(name = "MaskedSecret")
  record MaskedKey(@Schema(example = "secret") String type, @Nullable String value, boolean set) {

    static final MaskedKey SET = new MaskedKey("secret", null, true);
  }
}
