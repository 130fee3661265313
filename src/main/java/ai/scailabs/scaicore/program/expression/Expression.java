package ai.scailabs.scaicore.program.expression;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A field of a program that is evaluated: an expression, a template, a literal, or a map or list of
 * them to any depth. Immutable; two are equal when they were read from equal source in the same
 * way. Parsed once, when it is made; the language is that of {@code design/program.md},
 * "Expressions".
 *
 * <p>Values are plain Java: null, {@link Boolean}, {@link Long}, {@link Double}, {@link String},
 * {@link java.util.List}, {@link java.util.Map} with string keys, {@link java.time.Duration},
 * {@link java.time.LocalDate}, {@link java.time.Instant}, {@link Symbol}, {@link TextualMap},
 * {@link SecretHandle} and {@link Receiver}. Collections that an evaluation makes are immutable.
 */
public final class Expression {

  private final @Nullable Object source;
  private final boolean template;
  private final Parsed parsed;
  private final @Nullable ExpressionProblem problem;

  private Expression(@Nullable Object source, boolean template) {
    var result = SourceParser.parse(source, template);
    this.source = source;
    this.template = template;
    this.parsed = result.parsed();
    this.problem = result.problem();
  }

  /**
   * Reads an expression field. A text that does not parse but contains <code>{{</code> is a
   * template.
   */
  public static Expression of(@Nullable Object source) {
    return new Expression(source, false);
  }

  /** Reads a template field. */
  public static Expression template(@Nullable Object source) {
    return new Expression(source, true);
  }

  /** What it was read from. */
  public @Nullable Object source() {
    return source;
  }

  /** Why it cannot be evaluated, if it cannot: the first problem in reading order. */
  public Optional<ExpressionProblem> problem() {
    return Optional.ofNullable(problem);
  }

  /**
   * Every node of its syntax tree, each before those in it; a single null literal when there is a
   * {@link #problem}. Maps, lists and templates of the source are nodes like those of the text.
   */
  public Stream<Node> nodes() {
    return Parsed.walk(parsed.node()).stream();
  }

  /**
   * Its value in a scope.
   *
   * @throws EvaluationFailed with a code of the engine's list, such as {@code UNKNOWN_NAME}
   */
  public @Nullable Object evaluate(Scope scope) {
    return evaluate(scope, false);
  }

  /**
   * Its value in a scope, for plugin config and headers: where a text is made with a {@link
   * SecretHandle}, the value is a {@link SecretText} that the sender opens. {@link #evaluate}
   * refuses such a text.
   *
   * @throws EvaluationFailed as {@link #evaluate}
   */
  public @Nullable Object evaluateForSending(Scope scope) {
    return evaluate(scope, true);
  }

  private @Nullable Object evaluate(Scope scope, boolean sending) {
    if (problem != null) {
      throw new EvaluationFailed(
          EvaluationFailed.PARSE,
          "the expression does not parse: %s (position %d)"
              .formatted(problem.message(), problem.position()));
    }
    return parsed.node() instanceof Node.Literal literal
        ? literal.value()
        : new Evaluation(scope, parsed.slots(), sending).operand(parsed.node());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Expression e
        && template == e.template
        && Objects.equals(source, e.source);
  }

  @Override
  public int hashCode() {
    return Objects.hash(source, template);
  }

  @Override
  public String toString() {
    return (template ? "template " : "expression ") + source;
  }
}
