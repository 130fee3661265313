package ai.scailabs.scaicore.program.expression;

/** An expression has no value. The code is one of those a {@code catch} can name. */
public final class EvaluationFailed extends RuntimeException {

  static final String LIMIT = "EVALUATION_LIMIT";
  static final String MISMATCH = "TYPE_MISMATCH";
  static final String NULL = "NULL_REFERENCE";
  static final String UNKNOWN = "UNKNOWN_NAME";
  static final String PARSE = "PARSE_ERROR";

  private final String code;
  private final boolean located;

  public EvaluationFailed(String code, String message) {
    this(code, message, true);
  }

  private EvaluationFailed(String code, String message, boolean located) {
    super(message, null, false, false);
    this.code = code;
    this.located = located;
  }

  /** For example {@code NULL_REFERENCE}. */
  public String code() {
    return code;
  }

  static EvaluationFailed mismatch(String message) {
    return new EvaluationFailed(MISMATCH, message, false);
  }

  static EvaluationFailed limit(String message) {
    return new EvaluationFailed(LIMIT, message, false);
  }

  static EvaluationFailed unparsed(String message) {
    return new EvaluationFailed(PARSE, message, false);
  }

  static EvaluationFailed secret() {
    return mismatch(
        "a secret cannot be read or made part of a text here; put it into plugin config or headers");
  }

  /**
   * The same failure, saying which part of the expression it is about unless it says so already.
   */
  EvaluationFailed in(Node node) {
    return located
        ? this
        : new EvaluationFailed(code, getMessage() + " (in: " + Printer.excerpt(node) + ")", true);
  }
}
