package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.CoreStatus;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** Only a running Core takes executions. */
public class CoreNotRunning extends ApiException {

  public CoreNotRunning(CoreStatus status) {
    super(
        ErrorCode.CORE_NOT_RUNNING,
        "The Core is "
            + status.word()
            + ", not running; "
            + (status == CoreStatus.PAUSED || status == CoreStatus.SUSPENDED ? "resume" : "start")
            + " it first.");
  }
}
