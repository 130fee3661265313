package ai.scailabs.scaicore.execution;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The instants of an execution's life at which a test may have its process die, or stand still. */
public enum Failpoint {
  /** A request to start is checked, and nothing of it is in the database. */
  ACCEPTED_BEFORE_INSERT,
  /** The execution's row is committed, and its caller was told nothing yet. */
  AFTER_INSERT,
  /** All before a call to the outside is durable, and the call is not sent. */
  BEFORE_OUTSIDE_CALL,
  /** The other side did what it was asked, and nothing is noted of it here. */
  AFTER_OUTSIDE_CALL_BEFORE_RECORD,
  /** The result of a call is in the journal. */
  AFTER_RECORD,
  /** The statements of suspending are done, and not committed. */
  BEFORE_SUSPEND_COMMIT,
  /** The execution waits, and its caller was not told. */
  AFTER_SUSPEND_COMMIT,
  /** The statements of an answer are done, and not committed. */
  BEFORE_RESOLVE_COMMIT,
  /** The answer is committed, and nobody carries the execution on. */
  AFTER_RESOLVE_COMMIT,
  /** The statements of an end are done, and not committed. */
  BEFORE_END_COMMIT,
  /** The execution ended, and its caller was not told. */
  AFTER_END_COMMIT,
  /** A called Core's execution was begun, and its caller waits for it. */
  CHILD_BEGUN,
  /** A called Core's execution ended, and its caller did not see it. */
  CHILD_ENDED,
  /** A program's message is put or taken, with its journal entry, and nothing is committed. */
  BEFORE_QUEUE_COMMIT,
  /** A program's message is put or taken, and the program was not told. */
  AFTER_QUEUE_COMMIT,
  /** A message is taken for an execution that waits, and nothing is committed. */
  BEFORE_DELIVERY_COMMIT,
  /** The message is in the journal of an execution, and nobody carries that on. */
  AFTER_DELIVERY_COMMIT,
  /** An execution was told to go on from where it stopped, and nobody carries it on. */
  AFTER_STEP_COMMIT,
  /** Work that nobody held was claimed, and does not run yet. */
  CLAIM_AFTER_TAKE;

  /** What it is called in {@code scaicore.failpoints}, such as {@code after-insert}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Failpoint> of(String word) {
    return Arrays.stream(values()).filter(point -> point.word().equals(word)).findFirst();
  }
}
