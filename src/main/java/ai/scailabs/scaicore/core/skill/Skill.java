package ai.scailabs.scaicore.core.skill;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * One version of a skill, as it is stored and shown. Never changed; a new text is a new version.
 *
 * @param preamble precedes the system prompt of every model call of a Core that is bound to it
 */
public record Skill(
    @Schema(example = "skill_06a1q8b3v5e3s9k4t7m2n8p6rw") String id,
    @Schema(example = "house-style") String slug,
    @Schema(example = "1.2.0") String version,
    @Schema(example = "Answer in the voice of our house: short sentences, no jargon.")
        String preamble,
    String createdBy,
    Instant createdAt) {}
