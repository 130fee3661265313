package ai.scailabs.scaicore.program.manifest;

/** A text is no YAML that is taken here. The message says why, and at which line and column. */
public final class ManifestInvalid extends RuntimeException {

  private final int line;
  private final int column;

  /**
   * @param line from 1
   * @param column from 1
   */
  ManifestInvalid(String problem, int line, int column) {
    super(
        "The manifest is not valid YAML at line %d, column %d: %s".formatted(line, column, problem),
        null,
        false,
        false);
    this.line = line;
    this.column = column;
  }

  /** From 1. */
  public int line() {
    return line;
  }

  /** From 1. */
  public int column() {
    return column;
  }
}
