package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** There is no such message in the tenant: {@code MESSAGE_NOT_FOUND}. */
class MessageNotFound extends ApiException {

  MessageNotFound(String id) {
    super(
        ErrorCode.MESSAGE_NOT_FOUND,
        "There is no message %s in this tenant; those that ended are kept for a while only."
            .formatted(id));
  }
}
