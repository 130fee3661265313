package ai.scailabs.scaicore.debugging;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** The Core has no such breakpoint. */
class BreakpointNotFound extends ApiException {

  BreakpointNotFound(String id) {
    super(ErrorCode.NOT_FOUND, "The Core has no breakpoint " + id + ".");
  }
}
