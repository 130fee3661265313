package ai.scailabs.scaicore.program;

import java.util.Locale;

/** The fourteen kinds of block, and one for what is none of them. */
public enum BlockKind {
  RIGID,
  FLEXIBLE,
  GUARDED,
  PARALLEL,
  FOREACH,
  MATCH,
  WHILE,
  CHECKPOINT,
  CORE_CALL,
  AWAIT_RESPONSES,
  TRY,
  BUDGET,
  DEBUG,
  MODEL_CALL,
  UNKNOWN;

  /** The word that stands in {@code kind} of the source. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
