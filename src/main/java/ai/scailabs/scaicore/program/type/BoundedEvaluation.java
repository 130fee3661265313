package ai.scailabs.scaicore.program.type;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import java.util.Locale;

/**
 * One validation, counted: a schema whose references branch or run in a circle ends in {@link
 * Exhausted}. The validator adds to the evaluation path before each keyword, which is what is
 * counted.
 */
final class BoundedEvaluation extends ExecutionContext {

  private static final int MAX_KEYWORDS = 1_000_000;
  private static final int MAX_DEPTH = 800;
  private static final int COST_OF_ERROR = 20;

  private int keywords;
  private int depth;

  BoundedEvaluation() {
    executionConfig(config -> config.formatAssertionsEnabled(true).locale(Locale.ENGLISH));
  }

  @Override
  public void evaluationPathAddLast(String keyword) {
    enter();
    super.evaluationPathAddLast(keyword);
  }

  @Override
  public void evaluationPathAddLast(int index) {
    enter();
    super.evaluationPathAddLast(index);
  }

  @Override
  public void evaluationPathRemoveLast() {
    depth--;
    super.evaluationPathRemoveLast();
  }

  @Override
  public void addError(Error error) {
    keywords += COST_OF_ERROR;
    super.addError(error);
  }

  private void enter() {
    if (++keywords > MAX_KEYWORDS || ++depth > MAX_DEPTH) {
      throw new Exhausted();
    }
  }

  /** The validation took more than its share. */
  static final class Exhausted extends RuntimeException {
    Exhausted() {
      super("the validation takes too many steps", null, false, false);
    }
  }
}
