package ai.scailabs.scaicore.engine;

import java.util.Locale;

/** What a journal entry is the result of. */
public enum EffectKind {
  MODEL_CALL,
  PLUGIN_CALL,
  /** The methods that a plugin said it has. */
  PLUGIN_METHODS,
  HTTP,
  EMIT,
  CHECKPOINT,
  MEMORY_READ,
  MEMORY_WRITE,
  QUEUE_PUBLISH,
  /** A message that was taken, at once or after a wait. */
  QUEUE_CONSUME,
  CORE_CALL,
  CORE_RESULT,
  /** What the engine itself decided by time or chance: a deadline, which branch was first. */
  DECISION,
  /** That an execution which had stopped before a block went on. */
  BREAKPOINT,
  /** The state after a top-level block, from which a replay starts. */
  CUT;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static EffectKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
