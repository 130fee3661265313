package ai.scailabs.scaicore.scaiflow;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.FlowProblem;
import java.util.Map;

/** The caller sees the flow, and may not do this with it: {@code AUTHZ_PERMISSION_DENIED}. */
class FlowRightMissing extends ApiException implements FlowProblem {

  FlowRightMissing(FlowPermission needed, FlowPermission held) {
    super(
        ErrorCode.AUTHZ_PERMISSION_DENIED,
        "This needs '%s' on the flow; you have '%s'.".formatted(needed.word(), held.word()));
  }

  @Override
  public String fix() {
    return "Ask its owner, or a tenant admin, to POST /v1/flows/{id}/acls.";
  }

  @Override
  public Map<String, Object> members() {
    return Map.of();
  }
}
