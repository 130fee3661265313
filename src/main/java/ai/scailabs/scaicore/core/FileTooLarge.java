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

  private FileTooLarge(String message) {
    super(ErrorCode.FILE_TOO_LARGE, message);
  }

  /** It is, going by the text in base64. */
  static FileTooLarge text(int characters, int limit) {
    return new FileTooLarge(
        "avatar_b64 has %,d characters, and at most %,d are taken, for a picture of at most %,d bytes (2 MB); send a smaller picture."
            .formatted(characters, limit, Avatar.MAX_BYTES));
  }
}
