package ai.scailabs.scaicore.scaiqueue;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** How urgent a message is; the words are those of checkpoints, most urgent first. */
public enum Tier {
  CRITICAL(0),
  HIGH(1),
  NORMAL(2),
  LOW(3);

  private final int rank;

  Tier(int rank) {
    this.rank = rank;
  }

  /** As it stands in the database, where the most urgent is the smallest. */
  int rank() {
    return rank;
  }

  static Tier of(int rank) {
    return Arrays.stream(values()).filter(tier -> tier.rank == rank).findFirst().orElseThrow();
  }

  /** As it stands in JSON, such as {@code high}. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The tier of this word, which must be one. */
  public static Tier of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
