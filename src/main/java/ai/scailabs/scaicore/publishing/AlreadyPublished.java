package ai.scailabs.scaicore.publishing;

import ai.scailabs.scaicore.web.ValidationFailed;

/** Publishing again needs unpublishing first. */
class AlreadyPublished extends ValidationFailed {

  AlreadyPublished() {
    super("Core is already published as a model");
  }
}
