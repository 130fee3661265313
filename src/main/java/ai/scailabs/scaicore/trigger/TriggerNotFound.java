package ai.scailabs.scaicore.trigger;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** The Core has no such trigger. */
class TriggerNotFound extends ApiException {

  TriggerNotFound() {
    super(
        ErrorCode.NOT_FOUND,
        "The Core has no such trigger; GET …/triggers lists those that are registered with it.");
  }
}
