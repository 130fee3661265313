package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.expression.Expression;
import java.util.Set;

/**
 * Something in the source that can be judged only when all of it is read.
 *
 * @param order its place among the findings
 */
record Mention(int order, String path, What what) {

  sealed interface What {}

  /** A flow is named. */
  record OfFlow(String name) implements What {}

  /** A model's role is named. */
  record OfRole(String name) implements What {}

  /** A plugin is named. */
  record OfAlias(String alias) implements What {}

  /** A type is named. */
  record OfType(String name) implements What {}

  /** The list of flows stands here. */
  record OfFlows() implements What {}

  /** The instance settings stand here. */
  record OfInstance() implements What {}

  /**
   * An expression stands here.
   *
   * @param rigid whether in rigid code
   * @param opensSecrets whether a secret may go here
   * @param declared names that the flow itself defines
   */
  record OfExpression(
      Expression expression, boolean rigid, boolean opensSecrets, Set<String> declared)
      implements What {}
}
