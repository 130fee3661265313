package ai.scailabs.scaicore.scaiflow.cli;

/** How a command ends: the status that the process exits with. */
enum Ending {
  /** All that was asked for was done. */
  DONE(0),
  /** The graph, or what it was to become, was refused: the same call would be refused again. */
  REFUSED(1),
  /** The command, a file or the configuration cannot be used as it is. */
  MISUSED(2),
  /** The server was not reached, or it or what is behind it failed: a later call may succeed. */
  UNREACHED(3);

  private final int status;

  Ending(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }
}
