package ai.scailabs.scaicore.inference;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Tokens that were read and written. */
@Schema(
    name = "Usage",
    description =
        """
        Tokens that were read and written. Where no tokenizer stands behind the model, words are \
        counted for tokens.""")
public record Usage(
    @Schema(example = "7") long promptTokens,
    @Schema(example = "12") long completionTokens,
    @Schema(example = "19") long totalTokens) {

  public Usage(long promptTokens, long completionTokens) {
    this(promptTokens, completionTokens, promptTokens + completionTokens);
  }

  /** Counts words for tokens. */
  static Usage counted(List<ChatMessage> prompt, String completion) {
    long read = prompt.stream().mapToLong(message -> words(message.text())).sum();
    return new Usage(read, words(completion));
  }

  /** Counts words. */
  public static long words(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }
}
