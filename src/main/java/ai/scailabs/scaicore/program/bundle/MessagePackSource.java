package ai.scailabs.scaicore.program.bundle;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessageInsufficientBufferException;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageSizeException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/** Reads the binary form. */
final class MessagePackSource {

  static final int MAGIC_LENGTH = 4;

  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private final byte[] bytes;
  private final MessageUnpacker in;
  private final SourceTree tree = new SourceTree();

  MessagePackSource(byte[] bytes) {
    this.bytes = bytes;
    this.in = MessagePack.newDefaultUnpacker(bytes, MAGIC_LENGTH, bytes.length - MAGIC_LENGTH);
  }

  static boolean hasMagic(byte[] bytes) {
    return bytes.length >= MAGIC_LENGTH
        && bytes[0] == 'S'
        && bytes[1] == 'C'
        && bytes[2] == 'I'
        && bytes[3] == 'R';
  }

  Map<String, @Nullable Object> read() {
    if (remaining() == 0) {
      throw BundleInvalid.because("it ends after SCIR, where a map must follow");
    }
    try (in) {
      var first = in.getNextFormat().getValueType();
      if (first != ValueType.MAP) {
        throw BundleInvalid.because("a map must follow SCIR, not " + word(first));
      }
      var source = map();
      if (remaining() > 0) {
        throw BundleInvalid.because(
            remaining() + " more byte(s) follow the map, which ends at byte " + position());
      }
      return source;
    } catch (MessagePackException | IOException e) {
      throw refusal(e);
    }
  }

  private @Nullable Object value() throws IOException {
    var format = in.getNextFormat();
    return switch (format.getValueType()) {
      case NIL -> {
        in.unpackNil();
        yield null;
      }
      case BOOLEAN -> in.unpackBoolean();
      case INTEGER -> integer(format);
      case FLOAT -> tree.number(in.unpackDouble());
      case STRING -> string();
      case BINARY -> binary();
      case ARRAY -> list();
      case MAP -> map();
      case EXTENSION ->
          throw BundleInvalid.because(
              "an extension value stands at byte " + position() + "; only plain values are read");
    };
  }

  private Object list() throws IOException {
    var count = bounded(in.unpackArrayHeader(), 1);
    tree.open();
    for (var i = 0; i < count; i++) {
      tree.add(value());
    }
    return tree.closeList();
  }

  private Map<String, @Nullable Object> map() throws IOException {
    var count = bounded(in.unpackMapHeader(), 2);
    tree.open();
    for (var i = 0; i < count; i++) {
      var type = in.getNextFormat().getValueType();
      if (type != ValueType.STRING) {
        throw BundleInvalid.because(
            "a map has a key that is not a text but " + word(type) + ", at byte " + position());
      }
      tree.add(string());
      tree.add(value());
    }
    return tree.closeMap();
  }

  private String string() throws IOException {
    var length = bounded(in.unpackRawStringHeader(), 1);
    var start = (int) position();
    in.readPayloadAsReference(length);
    return tree.text(bytes, start, length);
  }

  private String binary() throws IOException {
    var length = bounded(in.unpackBinaryHeader(), 1);
    return tree.text(Base64.getEncoder().encodeToString(in.readPayload(length)));
  }

  private Object integer(MessageFormat format) throws IOException {
    if (format != MessageFormat.UINT64) {
      return tree.number(in.unpackLong());
    }
    var value = in.unpackBigInteger();
    return value.compareTo(LONG_MAX) > 0 ? value : tree.number(value.longValue());
  }

  /** A declared length, which must fit into what is left: every element takes a byte at least. */
  private int bounded(int declared, int bytesEach) {
    if (declared < 0 || (long) declared * bytesEach > remaining()) {
      throw pastTheEnd();
    }
    return declared;
  }

  private long position() {
    return MAGIC_LENGTH + in.getTotalReadBytes();
  }

  private long remaining() {
    return bytes.length - position();
  }

  private BundleInvalid refusal(Exception e) {
    return switch (e) {
      case MessageInsufficientBufferException _ ->
          BundleInvalid.because("it is truncated: it ends in the middle of a value");
      case MessageSizeException _ -> pastTheEnd();
      default -> BundleInvalid.because("the byte before " + position() + " begins no value");
    };
  }

  private BundleInvalid pastTheEnd() {
    return BundleInvalid.because("a length before byte " + position() + " runs past the end");
  }

  private static String word(ValueType type) {
    return switch (type) {
      case NIL -> "nil";
      case BOOLEAN -> "a boolean";
      case INTEGER, FLOAT -> "a number";
      case STRING -> "a text";
      case BINARY -> "binary data";
      case ARRAY -> "a list";
      case MAP -> "a map";
      case EXTENSION -> "an extension value";
    };
  }
}
