package ai.scailabs.scaicore.engine;

import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages into queues, and takes them out. The queues are in the database of the journal: a
 * message is put or taken in the transaction of its entry, exactly once.
 */
public interface QueueBridge {

  /**
   * Puts a message into a queue, and records the entry {@code QUEUE_PUBLISH} of it: its value is
   * {@code {message_id}}, its failure {@code QUEUE_ERROR}.
   */
  Journal.Entry publish(Publication publication);

  /**
   * Takes a message for good, and records the entry {@code QUEUE_CONSUME} of it: its value is
   * {@code {message_id, message_type, body, correlation_id, published_at}}, its failure {@code
   * QUEUE_ERROR}. Where there is none, the run is to be suspended; a message that comes then is in
   * the journal of a later run, with an entry of the same step and fingerprint.
   *
   * @return null where there is no message
   */
  Journal.@Nullable Entry consume(Consumption consumption);

  /** Takes back the waiting of some steps: a message for them would be read by nobody. */
  void withdraw(Collection<String> steps);

  /**
   * A message.
   *
   * @param block path of the block
   * @param scope slug
   * @param queue slug
   * @param payload a JSON value
   * @param after nobody can take it before that has passed; null for at once
   * @param key idempotency key
   */
  record Publication(
      String step,
      String argumentHash,
      String block,
      String scope,
      String queue,
      @Nullable String messageType,
      @Nullable Object payload,
      @Nullable Duration after,
      String key) {}

  /**
   * A wish for a message.
   *
   * @param block path of the block
   * @param scope slug
   * @param queue slug
   */
  record Consumption(String step, String argumentHash, String block, String scope, String queue) {}
}
