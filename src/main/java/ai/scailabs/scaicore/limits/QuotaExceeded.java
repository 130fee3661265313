package ai.scailabs.scaicore.limits;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** A tenant, or a Core, has as much as it may have: {@code QUOTA_EXCEEDED}. */
public class QuotaExceeded extends ApiException {

  public QuotaExceeded(String message) {
    super(ErrorCode.QUOTA_EXCEEDED, message);
  }
}
