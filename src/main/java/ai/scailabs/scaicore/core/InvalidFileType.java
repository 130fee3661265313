package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** A file is no picture that can be an avatar, or not the one it is said to be. */
class InvalidFileType extends ApiException {

  private InvalidFileType(String message) {
    super(ErrorCode.INVALID_FILE_TYPE, message);
  }

  static InvalidFileType unknown(int length) {
    return new InvalidFileType(
        (length == 0 ? "The file is empty" : "The content of the file is no picture that is taken")
            + "; send a PNG, JPEG, GIF or WebP, or an SVG that is well-formed XML without entities"
            + " of its own.");
  }

  static InvalidFileType mismatched(AvatarType type, String declared) {
    var shown = declared.length() <= 64 ? declared : declared.substring(0, 64) + "…";
    return new InvalidFileType(
        "The file is declared as %s, and its content is %s; declare what it is, or nothing."
            .formatted(shown, type.mediaType()));
  }
}
