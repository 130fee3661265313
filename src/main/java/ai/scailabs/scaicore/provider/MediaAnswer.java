package ai.scailabs.scaicore.provider;

import ai.scailabs.scaicore.provider.ChatAnswer.Tokens;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a model made: an embedding as a list of numbers, or a list of lists for a list of texts; an
 * image as {@code {b64_json | url, content_type}}; speech as {@code {audio_b64, content_type}}; a
 * transcription as its text.
 *
 * @param tokens null where the server does not say
 */
public record MediaAnswer(JsonNode value, @Nullable Tokens tokens) {}
