package ai.scailabs.scaicore.program.expression;

/**
 * Why a text does not parse.
 *
 * @param where path below the field, such as {@code .headers["X-A"]}; empty for the field itself
 * @param position offset in the text, counted from 0 in UTF-16 units
 * @param message a sentence
 */
public record ExpressionProblem(String where, int position, String message) {}
