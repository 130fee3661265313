package ai.scailabs.scaicore.scaiflow.cli;

import java.util.List;

/** A command cannot go on. */
final class CommandFailed extends Exception {

  private final Ending ending;
  private final List<String> lines;

  /**
   * @param lines what was wrong, where, and what to do, for standard error
   */
  CommandFailed(Ending ending, List<String> lines) {
    super(String.join("\n", lines), null, false, false);
    this.ending = ending;
    this.lines = List.copyOf(lines);
  }

  static CommandFailed misused(String line) {
    return new CommandFailed(Ending.MISUSED, List.of(line));
  }

  Ending ending() {
    return ending;
  }

  List<String> lines() {
    return lines;
  }
}
