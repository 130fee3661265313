package ai.scailabs.scaicore.publishing;

import ai.scailabs.scaicore.web.ValidationFailed;

/** What is not published cannot be unpublished. */
class NotPublished extends ValidationFailed {

  NotPublished() {
    super("Core is not published");
  }
}
