package ai.scailabs.scaicore.plugin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Keys of effects as they go into a header. */
final class IdempotencyKey {

  static final String HEADER = "Idempotency-Key";

  private static final int LONGEST = 200;

  private IdempotencyKey() {}

  /**
   * The key itself where it is short and of visible ASCII characters; else as much of its beginning
   * as is, and its SHA-256.
   */
  static String header(String key) {
    if (key.length() <= LONGEST && key.chars().allMatch(IdempotencyKey::isVisible)) {
      return key;
    }
    var digest = HexFormat.of().formatHex(sha256(key));
    var beginning = key.substring(0, Math.min(key.length(), LONGEST - digest.length() - 1));
    return beginning.chars().allMatch(IdempotencyKey::isVisible)
        ? beginning + "~" + digest
        : digest;
  }

  private static boolean isVisible(int character) {
    return character > ' ' && character < 0x7f;
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
