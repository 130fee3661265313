package ai.scailabs.scaicore.plugin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what is sent to servers of tenants. Source: the engine design, "Plugin bridge". */
public final class Signature {

  public static final String HEADER = "X-ScaiGrid-Signature";
  public static final String TIMESTAMP = "X-ScaiGrid-Timestamp";

  private static final String HMAC = "HmacSHA256";

  private Signature() {}

  /**
   * {@code sha256=} and the HMAC-SHA256, in hexadecimal, of the timestamp, a dot and the body.
   *
   * @param timestamp seconds since 1970
   */
  public static String of(String secret, String timestamp, byte[] body) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
      mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
