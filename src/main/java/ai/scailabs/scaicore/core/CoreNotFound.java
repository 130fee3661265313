package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** There is no such Core in the caller's tenant. */
public class CoreNotFound extends ApiException {

  public CoreNotFound(String id) {
    super(ErrorCode.CORE_NOT_FOUND, "There is no Core " + shown(id) + " in this tenant.");
  }

  private static String shown(String id) {
    return id.length() <= 64 ? id : id.substring(0, 64) + "…";
  }
}
