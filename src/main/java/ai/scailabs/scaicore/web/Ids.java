package ai.scailabs.scaicore.web;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * Time-ordered ids. An id is a prefix and a version 7 UUID in lower-case Crockford base32 (26
 * characters), so that ids sort by the time they were made.
 */
public final class Ids {

  private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  /** A new id, such as {@code core_01jd…}. */
  public static String next(String prefix) {
    return prefix + base32(uuid());
  }

  /** A new version 7 UUID. */
  public static UUID uuid() {
    long millis = System.currentTimeMillis();
    long high = (millis << 16) | 0x7000L | (RANDOM.nextInt() & 0x0fff);
    long low = (RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  private static String base32(UUID uuid) {
    var text = new char[26];
    long high = uuid.getMostSignificantBits();
    long low = uuid.getLeastSignificantBits();
    for (int i = 25; i >= 0; i--) {
      text[i] = ALPHABET[(int) (low & 31)];
      low = (low >>> 5) | (high << 59);
      high >>>= 5;
    }
    return new String(text);
  }
}
