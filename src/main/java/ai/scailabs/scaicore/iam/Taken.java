package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.util.List;

/** A name, address or slug that somebody else has, where only one may. */
class Taken extends ApiException {

  private Taken(ErrorCode code, String field, String problem) {
    super(code, field + " " + problem, List.of(new Detail(field, problem)), null);
  }

  static Taken inTenant(String field) {
    return new Taken(ErrorCode.CONFLICT, field, "is taken in this tenant; choose another");
  }

  static Taken slug() {
    return new Taken(ErrorCode.SLUG_CONFLICT, "slug", "is taken; choose another");
  }
}
