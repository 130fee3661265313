package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.type.AnswerSchema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form that a model's answer must have. */
final class AnswerShape {

  private final Map<String, @Nullable Object> schema;
  private final AnswerSchema check;

  AnswerShape(Map<String, @Nullable Object> schema) {
    this.schema = schema;
    this.check = AnswerSchema.of(schema);
  }

  Map<String, @Nullable Object> schema() {
    return schema;
  }

  /**
   * The value of a text that is JSON, also inside a code fence.
   *
   * @throws BlockFailed with {@code PARSE_ERROR}
   */
  @Nullable Object read(String text) {
    Object value;
    try {
      value = Json.parse(unfenced(text.strip()));
    } catch (IllegalArgumentException e) {
      throw new BlockFailed(Failure.PARSE, "the model's answer is not JSON: " + e.getMessage());
    }
    return fitting("the model's answer", value);
  }

  /**
   * A value that has this form.
   *
   * @param what whose value it is, for the message
   * @throws BlockFailed with {@code PARSE_ERROR}
   */
  @Nullable Object fitting(String what, @Nullable Object value) {
    var problems = check.problems(value);
    if (!problems.isEmpty()) {
      var first = problems.getFirst();
      throw new BlockFailed(
          Failure.PARSE, what + " does not fit: " + first.under("answer") + " " + first.message());
    }
    return value;
  }

  private static String unfenced(String text) {
    if (!text.startsWith("```") || !text.endsWith("```") || text.length() < 6) {
      return text;
    }
    int line = text.indexOf('\n');
    return line < 0 ? text : text.substring(line + 1, text.length() - 3);
  }
}
