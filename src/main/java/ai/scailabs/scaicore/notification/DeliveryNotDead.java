package ai.scailabs.scaicore.notification;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** A delivery that is to be tried again anyway, or has got there. */
class DeliveryNotDead extends ApiException {

  DeliveryNotDead(Delivery delivery) {
    super(
        ErrorCode.CONFLICT,
        delivery.status() == Delivery.Status.DELIVERED
            ? "It was delivered at " + delivery.deliveredAt() + "; only dead ones can be retried."
            : "It is tried again by itself, at "
                + delivery.dueAt()
                + "; only dead ones can be"
                + " retried.");
  }
}
