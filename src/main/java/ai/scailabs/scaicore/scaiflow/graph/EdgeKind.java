package ai.scailabs.scaicore.scaiflow.graph;

import java.util.Locale;

/** What an edge is for. */
public enum EdgeKind {
  /** What comes next. */
  SEQUENTIAL,
  /** What comes next if a condition holds; out of decisions only. */
  CONDITIONAL,
  /** Brings a value from a port to an input, and comes before it. */
  DATA;

  /** As it stands in an edge's {@code type}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
