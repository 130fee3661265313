package ai.scailabs.scaicore.scaiflow.graph;

import java.util.Locale;

/** How much a diagnostic weighs: a graph with an error does not compile. */
public enum Severity {
  ERROR,
  WARNING;

  /** As it is written in JSON: {@code error}, {@code warning}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
