package ai.scailabs.scaicore.program;

import java.util.List;

/** A program and everything that is wrong with it, in source order; nothing found: it may run. */
public record Verified(Program program, List<Finding> findings) {

  /** Whether the program may run. */
  public boolean ok() {
    return findings.isEmpty();
  }
}
