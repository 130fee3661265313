package ai.scailabs.scaicore.scaiflow;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.FlowProblem;
import java.util.Map;

/** There is nothing to deploy with: {@code MISSING_SCAIGRID_CREDENTIALS}. */
class CredentialsMissing extends ApiException implements FlowProblem {

  CredentialsMissing() {
    super(
        ErrorCode.MISSING_SCAIGRID_CREDENTIALS,
        "There is neither a token to forward nor an API key of the tenant to deploy with.");
  }

  @Override
  public String fix() {
    return "A tenant admin sends POST /v1/tenants/me/scaigrid_credentials {\"api_key\": \"sgk_…\"}.";
  }

  @Override
  public Map<String, Object> members() {
    return Map.of();
  }
}
