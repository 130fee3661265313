package ai.scailabs.scaicore.program.expression;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A field of a program that is evaluated: an expression, a template, a literal, or a map or list of
 * them to any depth. Immutable; two are equal when they were read from equal source in the same
 * way.
 *
 * <p>Values are plain Java: null, {@link Boolean}, {@link Long}, {@link Double}, {@link String},
 * {@link java.util.List}, {@link java.util.Map} with string keys, {@link java.time.Duration},
 * {@link java.time.LocalDate}, {@link java.time.Instant}, {@link Symbol}, {@link TextualMap},
 * {@link SecretHandle} and {@link Receiver}.
 */
public final class Expression {

  private final @Nullable Object source;

  private Expression(@Nullable Object source) {
    this.source = source;
  }

  /** Reads an expression field. */
  public static Expression of(@Nullable Object source) {
    return new Expression(source);
  }

  /** Reads a template field. */
  public static Expression template(@Nullable Object source) {
    return new Expression(source);
  }

  /** What it was read from. */
  public @Nullable Object source() {
    return source;
  }

  /** Why it cannot be evaluated, if it cannot. */
  public Optional<ExpressionProblem> problem() {
    return Optional.empty();
  }

  /**
   * Its value in a scope.
   *
   * @throws EvaluationFailed with a code of the engine's list, such as {@code UNKNOWN_NAME}
   */
  public @Nullable Object evaluate(Scope scope) {
    return source;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Expression e && java.util.Objects.equals(source, e.source);
  }

  @Override
  public int hashCode() {
    return java.util.Objects.hashCode(source);
  }
}
