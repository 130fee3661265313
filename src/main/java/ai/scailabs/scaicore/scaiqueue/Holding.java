package ai.scailabs.scaicore.scaiqueue;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with a message by who holds its claim. Each is empty, and changes nothing, where
 * the claim is not the message's any more: another consumer has it, or it ended. A claim whose time
 * is over still counts until somebody else is given the message.
 */
interface Holding {

  /**
   * The receipt of a claim, and the message that it is of.
   *
   * @param by who acts: a user or an execution
   */
  record Receipt(String tenantId, String messageId, String claimId, String by) {}

  Optional<Message> complete(Receipt receipt);

  /**
   * Gives it back as failed; after the queue's {@code max_retries} it is a dead letter.
   *
   * @param reason what the next ones are told
   * @param delaySeconds before which nobody is given it again
   */
  Optional<Message> fail(Receipt receipt, @Nullable String reason, int delaySeconds);

  /** Gives it back; this is no failure. */
  Optional<Message> release(Receipt receipt);

  /** Holds it for so many seconds from now; null: as long as the queue's claims hold. */
  Optional<Message> extend(Receipt receipt, @Nullable Integer seconds);
}
