package ai.scailabs.scaicore.program.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

/** Writes a source map as a binary bundle. */
public final class BundleWriter {

  private static final int MAX_UNSIGNED_BITS = 64;

  private final MessagePacker out;

  private BundleWriter(MessagePacker out) {
    this.out = out;
  }

  /** {@code SCIR} and the map, keys in their order. */
  public static byte[] write(Map<String, ?> source) {
    try (var out = MessagePack.newDefaultBufferPacker()) {
      out.addPayload("SCIR".getBytes(StandardCharsets.US_ASCII));
      new BundleWriter(out).map(source);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void value(@Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.packNil();
      case Boolean b -> out.packBoolean(b);
      case BigInteger i when fits(i) -> out.packBigInteger(i);
      case Long n -> out.packLong(n);
      case Integer n -> out.packInt(n);
      case Short n -> out.packShort(n);
      case Byte n -> out.packByte(n);
      case Number n -> out.packDouble(n.doubleValue());
      case Map<?, ?> map -> map(map);
      case Collection<?> items -> list(items);
      case byte[] bytes -> {
        out.packBinaryHeader(bytes.length);
        out.writePayload(bytes);
      }
      default -> out.packString(value.toString());
    }
  }

  private void map(Map<?, ?> map) throws IOException {
    out.packMapHeader(map.size());
    for (var entry : map.entrySet()) {
      out.packString(String.valueOf(entry.getKey()));
      value(entry.getValue());
    }
  }

  private void list(Collection<?> items) throws IOException {
    out.packArrayHeader(items.size());
    for (var item : items) {
      value(item);
    }
  }

  private static boolean fits(BigInteger value) {
    return value.signum() < 0
        ? value.bitLength() < MAX_UNSIGNED_BITS
        : value.bitLength() <= MAX_UNSIGNED_BITS;
  }
}
