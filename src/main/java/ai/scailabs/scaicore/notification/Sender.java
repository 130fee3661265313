package ai.scailabs.scaicore.notification;

import org.jspecify.annotations.Nullable;

/** Tells people by one channel. */
interface Sender {

  Channel channel();

  /**
   * Tries once, outside any transaction.
   *
   * @param settings those of the delivery's tenant, as they are now
   */
  Receipt send(Delivery delivery, NotificationSettings settings) throws DeliveryFailed;

  /**
   * It got there.
   *
   * @param recipient whom it went to, as people know them
   * @param note what went less than well; null: nothing
   */
  record Receipt(String recipient, @Nullable String note) {}
}
