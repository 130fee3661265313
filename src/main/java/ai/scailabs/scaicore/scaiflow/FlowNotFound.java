package ai.scailabs.scaicore.scaiflow;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** No such flow, or none that the caller may see: {@code FLOW_NOT_FOUND}. */
public class FlowNotFound extends ApiException {

  public FlowNotFound(String id) {
    super(
        ErrorCode.FLOW_NOT_FOUND,
        "There is no flow " + id + " that you may see; GET /v1/flows lists those that there are.");
  }

  private FlowNotFound(String id, String version) {
    super(
        ErrorCode.FLOW_NOT_FOUND,
        "The flow %s has no version %s; GET /v1/flows/%1$s/versions lists those that there are."
            .formatted(id, version));
  }

  static FlowNotFound version(String id, String version) {
    return new FlowNotFound(id, version);
  }
}
