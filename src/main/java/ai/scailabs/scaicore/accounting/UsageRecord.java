package ai.scailabs.scaicore.accounting;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A call to a model, as callers see it. */
@Schema(name = "UsageRecord", description = "One call to a model.")
record UsageRecord(
    @Schema(example = "use_01jd3q8w5kfv9a7r2m4x6z0c1b") String id,
    Instant timestamp,
    @Schema(
            description = "Who called, or in whose name the program runs.",
            example = "usr_acme_user")
        @Nullable String userId,
    @Schema(description = "A chat over HTTP, or a program's call.", example = "chat")
        ModelCall.Source source,
    @Schema(
            description = "The model's slug; or, as programs name it, provider and model.",
            example = "acme/writer")
        String model,
    @Schema(example = "openai") @Nullable String provider,
    @Schema(example = "bm_01jd3q8w5kfv9a7r2m4x6z0c1b") @Nullable String backendId,
    @Schema(example = "7") long promptTokens,
    @Schema(example = "12") long completionTokens,
    @Schema(example = "19") long totalTokens,
    @Schema(description = "Milliseconds until the answer was there.", example = "412")
        long latencyMs,
    @Schema(description = "`success` or `error`.", example = "success") String status,
    @Schema(description = "The error's code, where it failed.", example = "BACKEND_TIMEOUT")
        @Nullable String errorCode,
    @Nullable String requestId,
    @Schema(description = "The Core that answered, or whose program called.")
        @Nullable String coreId,
    @Schema(description = "The execution that answered or called.") @Nullable String executionId) {}
