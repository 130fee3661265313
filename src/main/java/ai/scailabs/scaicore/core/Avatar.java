package ai.scailabs.scaicore.core;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A picture, of the type that its bytes show. */
final class Avatar {

  /** 2 MB. Source: {@code seeds/api-reference.md}, "Avatar". */
  static final int MAX_BYTES = 2 * 1024 * 1024;

  private final AvatarType type;
  private final byte[] bytes;
  private final String etag;

  private Avatar(AvatarType type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
    this.etag = etag(bytes);
  }

  /**
   * The picture that somebody sends.
   *
   * @param declared the media type they say it has; null when they say nothing
   * @throws InvalidFileType when it is no picture of ours, or not what it is said to be
   * @throws FileTooLarge when it is over {@link #MAX_BYTES}
   */
  static Avatar of(byte[] bytes, @Nullable String declared) {
    if (bytes.length > MAX_BYTES) {
      throw new FileTooLarge(bytes.length);
    }
    var type = AvatarType.of(bytes).orElseThrow(() -> InvalidFileType.unknown(bytes.length));
    if (!type.mayBeCalled(declared)) {
      throw InvalidFileType.mismatched(type, String.valueOf(declared));
    }
    return new Avatar(type, bytes);
  }

  AvatarType type() {
    return type;
  }

  /** The bytes themselves, not a copy. */
  byte[] bytes() {
    return bytes;
  }

  /** Strong, in quotes: that of these bytes and no others. */
  String etag() {
    return etag;
  }

  private static String etag(byte[] bytes) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
