package ai.scailabs.scaicore.program.expression;

/** The binary operators. A higher level binds tighter; all but {@code ??} group to the left. */
public enum Operator {
  COALESCE("??", 1),
  OR("||", 2),
  AND("&&", 3),
  EQUAL("==", 4),
  NOT_EQUAL("!=", 4),
  LESS("<", 5),
  AT_MOST("<=", 5),
  GREATER(">", 5),
  AT_LEAST(">=", 5),
  IN("in", 5),
  PLUS("+", 6),
  MINUS("-", 6),
  TIMES("*", 7),
  DIVIDE("/", 7),
  REMAINDER("%", 7);

  private final String sign;
  private final int level;

  Operator(String sign, int level) {
    this.sign = sign;
    this.level = level;
  }

  /** As it is written. */
  public String sign() {
    return sign;
  }

  int level() {
    return level;
  }
}
