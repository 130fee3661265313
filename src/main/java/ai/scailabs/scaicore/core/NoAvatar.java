package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** A Core has no avatar. */
class NoAvatar extends ApiException {

  NoAvatar() {
    super(ErrorCode.NO_AVATAR, "This Core has no avatar; POST one to this path as the field file.");
  }
}
