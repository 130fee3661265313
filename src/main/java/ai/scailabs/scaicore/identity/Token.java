package ai.scailabs.scaicore.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What is kept of a bearer token: never the token. */
final class Token {

  /** How API keys begin. */
  static final String API_KEY = "sgk_";

  private static final int SHOWN = 12;

  private Token() {}

  /** SHA-256. */
  static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first few characters, by which people tell keys apart. */
  static String prefix(String token) {
    return token.substring(0, Math.min(SHOWN, token.length()));
  }
}
