package ai.scailabs.scaicore.program.expression;

/** An expression has no value. The code is one of those a {@code catch} can name. */
public final class EvaluationFailed extends RuntimeException {

  private final String code;

  public EvaluationFailed(String code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** For example {@code NULL_REFERENCE}. */
  public String code() {
    return code;
  }
}
