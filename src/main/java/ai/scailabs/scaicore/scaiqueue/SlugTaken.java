package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** There is one of this slug: {@code SLUG_CONFLICT}. */
class SlugTaken extends ApiException {

  private SlugTaken(String message) {
    super(ErrorCode.SLUG_CONFLICT, message);
  }

  static SlugTaken byScope(String slug) {
    return new SlugTaken(
        "The slug %s is taken by another scope of this tenant; use that one, or choose another slug."
            .formatted(slug));
  }

  static SlugTaken byQueue(String slug) {
    return new SlugTaken(
        "The slug %s is taken by another queue of this scope; use that one, or choose another slug."
            .formatted(slug));
  }
}
