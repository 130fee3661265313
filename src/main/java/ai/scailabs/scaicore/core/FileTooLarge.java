package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** A picture is over the limit of avatars. */
class FileTooLarge extends ApiException {

  FileTooLarge(long bytes) {
    super(
        ErrorCode.FILE_TOO_LARGE,
        "The avatar has %,d bytes, and at most %,d (2 MB) are taken; send a smaller picture."
            .formatted(bytes, Avatar.MAX_BYTES));
  }
}
