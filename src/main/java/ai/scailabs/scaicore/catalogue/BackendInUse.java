package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.util.List;

/** Models are on the backend that is to go. */
class BackendInUse extends ApiException {

  BackendInUse(List<String> slugs) {
    super(
        ErrorCode.CONFLICT,
        "Models are on this backend; delete them first: " + String.join(", ", slugs) + ".");
  }
}
