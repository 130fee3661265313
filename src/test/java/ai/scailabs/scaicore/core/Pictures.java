package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.testing.Demo;
import java.util.Base64;

/** Pictures to upload, and where they are served. */
final class Pictures {

  private Pictures() {}

  /** Something that passes for a PNG, of this many bytes. */
  static byte[] png(int size) {
    var bytes = new byte[size];
    var magic = Demo.sampleBytes("avatar.png");
    System.arraycopy(magic, 0, bytes, 0, Math.min(size, magic.length));
    return bytes;
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** The path of a Core's avatar. */
  static String path(String coreId) {
    return Demo.CORES + "/" + coreId + "/avatar";
  }
}
