package ai.scailabs.scaicore.outbound;

import java.io.IOException;

/** A server sent more than is taken. */
public final class AnswerTooLarge extends IOException {

  AnswerTooLarge(long limit) {
    super("the answer is larger than " + limit + " bytes");
  }
}
