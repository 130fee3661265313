package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.web.ValidationFailed;
import com.google.re2j.Pattern;
import java.util.Base64;
import java.util.Optional;

/**
 * The avatar in the body of {@code POST /cores}: {@code avatar_b64}, in which line breaks and a
 * prefix {@code data:image/png;base64,} are tolerated, and {@code avatar_content_type}. Source:
 * {@code seeds/api-reference.md}, "POST /cores".
 */
final class InlineAvatar {

  private static final Pattern DATA_URL = Pattern.compile("data:([^,;]*)(?:;[^,;]*)*;base64,");
  private static final int MAX_PREFIX = 200;

  /** Four characters for three bytes, line breaks and the prefix; more is not worth decoding. */
  private static final int MAX_TEXT = Avatar.MAX_BYTES / 2 * 3;

  private static final Pattern LINE_BREAKS = Pattern.compile("[\\r\\n\\t ]+");

  private InlineAvatar() {}

  /** The avatar; empty where the request brings none. */
  static Optional<Avatar> of(CoreRequest request) {
    var declared = request.avatarContentType();
    var given = request.avatarB64();
    if (given == null) {
      if (declared != null) {
        throw new ValidationFailed(
            "avatar_b64", "is missing; avatar_content_type tells of nothing without it");
      }
      return Optional.empty();
    }
    if (given.length() > MAX_TEXT) {
      throw FileTooLarge.text(given.length(), MAX_TEXT);
    }
    var text = given;
    var prefix = DATA_URL.matcher(given.substring(0, Math.min(MAX_PREFIX, given.length())));
    if (prefix.lookingAt()) {
      text = given.substring(prefix.end());
    }
    var avatar = Avatar.of(decoded(text), declared);
    if (prefix.lookingAt() && !avatar.type().mayBeCalled(prefix.group(1))) {
      throw InvalidFileType.mismatched(avatar.type(), prefix.group(1));
    }
    return Optional.of(avatar);
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(LINE_BREAKS.matcher(text).replaceAll(""));
    } catch (IllegalArgumentException e) {
      throw new ValidationFailed(
          "avatar_b64", "is not base64 (RFC 4648, the alphabet with + and /): " + e.getMessage());
    }
  }
}
