package ai.scailabs.scaicore.catalogue;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A front-end model as callers see it; what stands behind it is not part of it.
 *
 * @param slug what a chat request names as its {@code model}
 * @param capabilities such as {@code {"tool_use": true, "streaming": false}}
 * @param status {@code active}; a model in another status is not shown
 */
@Schema(name = "Model", description = "A model that can be chatted with.")
public record Model(
    @Schema(example = "fm_01jd3q8w5kfv9a7r2m4x6z0c1b") String id,
    @Schema(
            description = "What a chat request names as its model.",
            example = "scaicore/acme/approval-agent")
        String slug,
    @Schema(example = "Approval agent") String displayName,
    @Schema(example = "Reviews expenses and asks a person where it must.")
        @Nullable String description,
    @Schema(example = "text") String modality,
    @Schema(
            description = "What a request may ask of it.",
            example =
                """
                {"tool_use": true, "streaming": false}\
                """)
        Map<String, Object> capabilities,
    @Schema(example = "/v1/modules/scaicore/cores/core_01jd3q8w5kfv9a7r2m4x6z0c1a/avatar")
        @Nullable String avatarUrl,
    @Schema(example = "active") String status,
    @Schema(description = "What its publisher says about it.") Map<String, Object> metadata) {}
