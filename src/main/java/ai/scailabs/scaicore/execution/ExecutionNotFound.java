package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** There is no such execution in the caller's tenant. */
public class ExecutionNotFound extends ApiException {

  ExecutionNotFound() {
    super(ErrorCode.EXECUTION_NOT_FOUND, "There is no such execution in this tenant.");
  }
}
