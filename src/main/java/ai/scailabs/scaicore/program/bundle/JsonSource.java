package ai.scailabs.scaicore.program.bundle;

import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** Reads the JSON form. */
final class JsonSource {

  private static final BigInteger MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(SourceTree.MAX_DEPTH + 1)
                  .maxNumberLength(400)
                  .maxNameLength(BundleReader.MAX_BYTES)
                  .maxStringLength(BundleReader.MAX_BYTES)
                  .build())
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
          .build();

  private final byte[] bytes;
  private final SourceTree tree = new SourceTree();

  JsonSource(byte[] bytes) {
    this.bytes = bytes;
  }

  Map<String, @Nullable Object> read() {
    refuseUtf16();
    try (var in = JSON.createParser(ObjectReadContext.empty(), bytes)) {
      var first = in.nextToken();
      if (first == null) {
        throw BundleInvalid.neither(null);
      }
      if (first != JsonToken.START_OBJECT) {
        throw refusal(in, first);
      }
      var source = map(in);
      if (in.nextToken() != null) {
        throw BundleInvalid.neither("more text follows the JSON object");
      }
      return source;
    } catch (StreamConstraintsException e) {
      throw BundleInvalid.because(
          "a number at line " + e.getLocation().getLineNr() + " has too many digits");
    } catch (JacksonException e) {
      throw BundleInvalid.neither(where(e));
    }
  }

  /** JSON of another root is said to be such; anything that breaks off later is no JSON. */
  private static BundleInvalid refusal(JsonParser in, JsonToken first) {
    var refusal =
        BundleInvalid.because(
            "the JSON must be an object, not "
                + (first == JsonToken.START_ARRAY ? "a list" : "a single value"));
    try {
      in.skipChildren();
      return in.nextToken() == null ? refusal : BundleInvalid.neither(null);
    } catch (StreamConstraintsException e) {
      return refusal;
    }
  }

  private Map<String, @Nullable Object> map(JsonParser in) {
    tree.open();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      tree.add(text(in.currentName()));
      tree.add(value(in, in.nextToken()));
    }
    return tree.closeMap();
  }

  private Object list(JsonParser in) {
    tree.open();
    for (var token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
      tree.add(value(in, token));
    }
    return tree.closeList();
  }

  private @Nullable Object value(JsonParser in, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> map(in);
      case START_ARRAY -> list(in);
      case VALUE_STRING -> text(in.getString());
      case VALUE_NUMBER_INT -> integer(in);
      case VALUE_NUMBER_FLOAT -> tree.number(in.getDoubleValue());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private Object integer(JsonParser in) {
    if (in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return tree.number(in.getLongValue());
    }
    var value = in.getBigIntegerValue();
    if (value.compareTo(MAX) > 0 || value.compareTo(MIN) < 0) {
      throw BundleInvalid.because(
          "the number at line "
              + in.currentTokenLocation().getLineNr()
              + " does not fit into 64 bits");
    }
    return value.compareTo(LONG_MAX) > 0 ? value : tree.number(value.longValue());
  }

  private String text(String text) {
    for (var i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSurrogatePair(
            text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
          throw BundleInvalid.because("a text holds half of a surrogate pair");
        }
        i++;
      }
    }
    return tree.text(text);
  }

  private void refuseUtf16() {
    for (var i = 0; i < Math.min(4, bytes.length); i++) {
      if (bytes[i] == 0 || bytes[i] == (byte) 0xFE || bytes[i] == (byte) 0xFF) {
        throw BundleInvalid.neither(null);
      }
    }
  }

  private static String where(JacksonException e) {
    var at = e.getLocation();
    return at == null
        ? e.getOriginalMessage()
        : "line %d, column %d: %s"
            .formatted(at.getLineNr(), at.getColumnNr(), e.getOriginalMessage());
  }
}
