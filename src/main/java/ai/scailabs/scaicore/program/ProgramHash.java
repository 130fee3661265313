package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.bundle.BundleWriter;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** The content address of a source. */
public final class ProgramHash {

  private ProgramHash() {}

  /**
   * SHA-256, in hexadecimal, over the source as MessagePack with sorted keys: the order of keys
   * does not count, everything else does.
   */
  public static String of(Map<String, ?> source) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      BundleWriter.writeCanonical(
          source, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
