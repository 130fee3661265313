package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.expression.Expression;
import java.util.HashSet;
import java.util.Set;

/**
 * What stands around a block or statement.
 *
 * @param depth how many blocks and nested statements it stands in
 * @param loop what {@code break} and {@code continue} would act on
 * @param rigid whether it is part of rigid code
 * @param opensSecrets whether a secret may be used
 * @param declared the names that the flow itself defines, growing as it is read
 */
record Surroundings(
    int depth, Loop loop, boolean rigid, boolean opensSecrets, Set<String> declared) {

  static final int MAX_DEPTH = 64;

  /** What {@code break} would end. */
  enum Loop {
    NONE,
    ONE_BY_ONE,
    CONCURRENT,
    /** The loop lies outside a parallel branch, which cannot end it. */
    BEYOND_BRANCH
  }

  static Surroundings ofFlow() {
    return new Surroundings(0, Loop.NONE, false, false, new HashSet<>());
  }

  Surroundings deeper() {
    return new Surroundings(depth + 1, loop, rigid, opensSecrets, declared);
  }

  Surroundings in(Loop inner) {
    return new Surroundings(depth, inner, rigid, opensSecrets, declared);
  }

  Surroundings inRigid() {
    return new Surroundings(depth, loop, true, opensSecrets, declared);
  }

  Surroundings openingSecrets() {
    return new Surroundings(depth, loop, rigid, true, declared);
  }

  Mention.OfExpression use(Expression expression) {
    return new Mention.OfExpression(expression, rigid, opensSecrets, declared);
  }
}
