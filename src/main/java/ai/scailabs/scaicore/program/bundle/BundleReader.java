package ai.scailabs.scaicore.program.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a bundle, binary ({@code SCIR} and one MessagePack map) or JSON, into the source map it
 * holds: order of keys, integers and floats exactly as packed, binary values as base64 text. The
 * maps and lists cannot be changed.
 *
 * <p>Numbers come as {@link Long}, {@link Double}, or {@link java.math.BigInteger} above 2⁶³−1. The
 * memory that a reading takes is a small multiple of the file's size, whatever the file declares.
 */
public final class BundleReader {

  /** The largest bundle, in bytes. */
  public static final int MAX_BYTES = 10 * 1024 * 1024;

  private BundleReader() {}

  /**
   * Reads to the end of the stream, or one byte past the limit. Does not close it.
   *
   * @throws BundleTooLarge past {@link #MAX_BYTES}
   * @throws BundleInvalid when it is no bundle
   */
  public static Map<String, @Nullable Object> read(InputStream in) throws IOException {
    return read(in.readNBytes(MAX_BYTES + 1));
  }

  /** As {@link #read(InputStream)}. */
  public static Map<String, @Nullable Object> read(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new BundleTooLarge();
    }
    return MessagePackSource.hasMagic(bytes)
        ? new MessagePackSource(bytes).read()
        : new JsonSource(bytes).read();
  }
}
