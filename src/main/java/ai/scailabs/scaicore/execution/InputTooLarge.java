package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** An execution takes an input up to a size. */
class InputTooLarge extends ApiException {

  InputTooLarge(int size, int most) {
    super(
        ErrorCode.PAYLOAD_TOO_LARGE,
        "The input has %,d characters of JSON; an execution takes at most %,d. Put large data where a plugin can fetch it, and send its address."
            .formatted(size, most));
  }
}
