package ai.scailabs.scaicore.notification;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** No delivery of this id in the caller's tenant. */
class DeliveryNotFound extends ApiException {

  DeliveryNotFound() {
    super(
        ErrorCode.DELIVERY_NOT_FOUND,
        "There is no delivery of this id in the tenant; old ones are removed after a while."
            + " GET /v1/modules/scaicore/notifications/deliveries lists those that there are.");
  }
}
