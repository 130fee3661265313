package ai.scailabs.scaicore.trigger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * How a request to a webhook is signed: as this service signs its own ({@code X-ScaiGrid-Signature}
 * over the timestamp, a dot, and the body), or as GitHub does ({@code X-Hub-Signature-256} over the
 * body).
 *
 * @param own {@code X-ScaiGrid-Signature}; where there is one, the other does not count
 * @param timestamp {@code X-ScaiGrid-Timestamp}, seconds since 1970
 * @param hub {@code X-Hub-Signature-256}
 */
record HookSignature(@Nullable String own, @Nullable String timestamp, @Nullable String hub) {

  static final String OWN = "X-ScaiGrid-Signature";
  static final String TIMESTAMP = "X-ScaiGrid-Timestamp";
  static final String HUB = "X-Hub-Signature-256";

  private static final String HMAC = "HmacSHA256";
  private static final String PREFIX = "sha256=";
  private static final int BYTES = 32;
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  /**
   * Nothing under a signature of this kind says when it was made, so that only what is kept of it
   * tells a request that is sent again. It is not kept for ever: after this time, whoever has seen
   * a request can send it once more.
   */
  private static final Duration HUB_KEPT = Duration.ofDays(30);

  private static final Duration OWN_KEPT = Duration.ofHours(24);

  /**
   * A signature that is good.
   *
   * @param key by which a request that is sent again is known
   * @param kept how long it has to be known
   */
  record Good(String key, Duration kept) {}

  /**
   * Whether a body is signed with a secret, and by what it is known then. Takes as long whether it
   * is or not.
   */
  Optional<Good> check(String secret, byte[] body, Instant now) {
    return own != null ? checkOwn(own, secret, body, now) : checkHub(secret, body);
  }

  private Optional<Good> checkOwn(String given, String secret, byte[] body, Instant now) {
    var time = timestamp == null ? "" : timestamp;
    var expected = hmac(secret, (time + ".").getBytes(StandardCharsets.UTF_8), body);
    return isEqual(expected, given) && isNear(time, now)
        ? Optional.of(new Good("own:" + HexFormat.of().formatHex(expected), OWN_KEPT))
        : Optional.empty();
  }

  private Optional<Good> checkHub(String secret, byte[] body) {
    var expected = hmac(secret, new byte[0], body);
    return isEqual(expected, hub) && !isOtherKind(body)
        ? Optional.of(new Good("hub:" + HexFormat.of().formatHex(expected), HUB_KEPT))
        : Optional.empty();
  }

  /**
   * Whether a body begins as what our own signatures are over: a timestamp and a dot. Else whoever
   * has seen a request that was signed so could send both together as a body, signed as by GitHub.
   */
  private static boolean isOtherKind(byte[] body) {
    int digits = 0;
    while (digits < body.length && body[digits] >= '0' && body[digits] <= '9') {
      digits++;
    }
    return digits < body.length && body[digits] == '.';
  }

  private static boolean isEqual(byte[] expected, @Nullable String given) {
    var bytes = new byte[BYTES];
    if (given != null
        && given.length() == PREFIX.length() + 2 * BYTES
        && given.startsWith(PREFIX)) {
      try {
        bytes = HexFormat.of().parseHex(given, PREFIX.length(), given.length());
      } catch (IllegalArgumentException e) {
        return false;
      }
    } else {
      return false;
    }
    return MessageDigest.isEqual(expected, bytes);
  }

  private static boolean isNear(String timestamp, Instant now) {
    try {
      var time = Instant.ofEpochSecond(Long.parseLong(timestamp));
      return Duration.between(time, now).abs().compareTo(TOLERANCE) <= 0;
    } catch (NumberFormatException | java.time.DateTimeException | ArithmeticException e) {
      return false;
    }
  }

  private static byte[] hmac(String secret, byte[] head, byte[] body) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
      mac.update(head);
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
