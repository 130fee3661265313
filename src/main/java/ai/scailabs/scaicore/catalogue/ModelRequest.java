package ai.scailabs.scaicore.catalogue;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The body of {@code POST /v1/models}. */
@Schema(name = "ModelRequest")
record ModelRequest(
    @Schema(
            description = "Begins with the slug of your tenant; unique in the whole catalogue.",
            requiredMode = Schema.RequiredMode.REQUIRED,
            example = "acme/writer")
        @Nullable String slug,
    @Schema(
            description = "1 to 200 characters.",
            requiredMode = Schema.RequiredMode.REQUIRED,
            example = "Writer")
        @Nullable String displayName,
    @Schema(description = "At most 2000 characters.") @Nullable String description,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "bm_01jd3q8w5kfv9a7r2m4x6z0c1b")
        @Nullable String backendId,
    @Schema(
            description = "What the backend's server calls the model.",
            requiredMode = Schema.RequiredMode.REQUIRED,
            example = "gpt-5")
        @Nullable String model,
    @Schema(
            description =
                "What a request may ask of it; `tool_use` is true where nothing else is said,"
                    + " `streaming` has to be false.",
            example = "{\"tool_use\": true, \"streaming\": false}")
        @Nullable ObjectNode capabilities) {}
