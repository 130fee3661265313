package ai.scailabs.scaicore.program.expression;

/** A text does not follow the grammar. */
final class SyntaxProblem extends RuntimeException {

  private final int position;

  SyntaxProblem(int position, String message) {
    super(message, null, false, false);
    this.position = position;
  }

  int position() {
    return position;
  }
}
