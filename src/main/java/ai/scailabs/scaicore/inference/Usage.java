package ai.scailabs.scaicore.inference;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Tokens that were read and written. */
@Schema(
    name = "Usage",
    description =
        """
        Tokens that were read and written. Where no tokenizer stands behind the model, one token is \
        counted for every four characters begun.""")
public record Usage(
    @Schema(example = "7") long promptTokens,
    @Schema(example = "12") long completionTokens,
    @Schema(example = "19") long totalTokens) {

  private static final int CHARACTERS_A_TOKEN = 4;

  public Usage(long promptTokens, long completionTokens) {
    this(promptTokens, completionTokens, promptTokens + completionTokens);
  }

  /** Counts by characters. */
  static Usage counted(List<ChatMessage> prompt, String completion) {
    long read = prompt.stream().mapToLong(message -> tokens(message.text())).sum();
    return new Usage(read, tokens(completion));
  }

  private static long tokens(String text) {
    return Math.ceilDiv(text.codePointCount(0, text.length()), CHARACTERS_A_TOKEN);
  }
}
