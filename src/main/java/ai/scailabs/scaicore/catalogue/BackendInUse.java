package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.util.List;

/** Models are on what is to go. */
class BackendInUse extends ApiException {

  private BackendInUse(String message, List<String> slugs) {
    super(ErrorCode.CONFLICT, message + "; delete them first: " + String.join(", ", slugs) + ".");
  }

  static BackendInUse byModels(List<String> slugs) {
    return new BackendInUse("Models are on this backend", slugs);
  }

  /** Its list of models is to go without some that the catalogue's models are on. */
  static BackendInUse byModelsLeftOut(List<String> slugs) {
    return new BackendInUse("Models in the catalogue are on what this list leaves out", slugs);
  }
}
