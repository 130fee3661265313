package ai.scailabs.scaicore.engine;

import java.util.Locale;

/** What a journal entry is the result of. */
public enum EffectKind {
  MODEL_CALL,
  EMIT,
  CHECKPOINT;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static EffectKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
