package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.bundle.BundleWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** The content address of a source. */
public final class ProgramHash {

  private ProgramHash() {}

  /**
   * SHA-256, in hexadecimal, over the source as MessagePack. The order of keys counts: the first of
   * a map of named things is the default.
   */
  public static String of(Map<String, ?> source) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(BundleWriter.write(source)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
