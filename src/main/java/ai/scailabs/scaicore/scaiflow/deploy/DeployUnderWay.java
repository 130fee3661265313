package ai.scailabs.scaicore.scaiflow.deploy;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.time.Duration;
import java.util.List;

/** Another deploy has the flow, and takes longer than a caller can be kept waiting. */
final class DeployUnderWay extends ApiException {

  DeployUnderWay() {
    super(
        ErrorCode.CONFLICT,
        "Another deploy of this flow is under way; its deployments say how it ends. Try again then.",
        List.of(),
        Duration.ofSeconds(10));
  }
}
