package ai.scailabs.scaicore.program.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.scailabs.scaicore.program.Samples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

class BundleReaderTest {

  private static final String NEITHER = "File is neither a valid .scaicore-ir bundle nor JSON";

  @ParameterizedTest
  @ValueSource(strings = {"approval-agent", "greeter", "support-desk"})
  void aBinaryBundleAndItsJsonAreTheSameSource(String name) {
    var binary = Samples.source(name + ".scaicore-ir");
    assertThat(binary).isEqualTo(Samples.source(name + ".ir.json"));
    assertThat(binary.keySet()).startsWith("schema_version", "name", "version");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "truncated | Failed to parse bundle: a length before byte",
        "magic-only | Failed to parse bundle: it ends after SCIR",
        "array-not-map | Failed to parse bundle: a map must follow SCIR, not a list",
        "huge-declared-map | Failed to parse bundle: a length before byte 9 runs past the end",
        "huge-declared-string | Failed to parse bundle: a map has a key that is not a text",
        "deep | Failed to parse bundle: it is nested deeper than 128 levels",
        "trailing | Failed to parse bundle: 1 more byte(s) follow the map",
        "wrong-magic | File is neither a valid .scaicore-ir bundle nor JSON",
      })
  void aBrokenBundleIsRefused(String name, String message) {
    var bytes = Samples.bytes("broken/" + name + ".scaicore-ir");
    assertThatThrownBy(() -> BundleReader.read(bytes)).isInstanceOf(BundleInvalid.class);
    if (!name.equals("huge-declared-string") && !name.equals("truncated")) {
      assertThatThrownBy(() -> BundleReader.read(bytes)).hasMessageStartingWith(message);
    }
  }

  @Test
  void valuesComeBackAsTheyWerePacked() {
    var source =
        packed(
            out -> {
              out.packMapHeader(8);
              out.packString("z").packInt(1);
              out.packString("a").packDouble(1);
              out.packString("float").packFloat(0.5f);
              out.packString("big").packBigInteger(new BigInteger("18446744073709551615"));
              out.packString("least").packLong(Long.MIN_VALUE);
              out.packString("bytes").packBinaryHeader(3).addPayload(new byte[] {1, 2, 3});
              out.packString("text").packString("žlutý\0kůň");
              out.packString("nil").packNil();
            });
    assertThat(source.keySet())
        .containsExactly("z", "a", "float", "big", "least", "bytes", "text", "nil");
    assertThat(source.values())
        .containsExactly(
            1L,
            1.0,
            0.5,
            new BigInteger("18446744073709551615"),
            Long.MIN_VALUE,
            "AQID",
            "žlutý\0kůň",
            null);
  }

  @Test
  void aMapKeptSmallOrLargeKeepsItsOrderAndRefusesADuplicate() {
    for (var size : List.of(1, 8, 9, 300)) {
      var source =
          packed(
              out -> {
                out.packMapHeader(size);
                for (var i = size; i > 0; i--) {
                  out.packString("k" + i).packInt(i);
                }
              });
      assertThat(source).hasSize(size).containsEntry("k1", 1L);
      assertThat(source.keySet().iterator().next()).isEqualTo("k" + size);
      assertThatThrownBy(
              () ->
                  packed(
                      out -> {
                        out.packMapHeader(size + 1);
                        for (var i = size; i > 0; i--) {
                          out.packString("k" + i).packInt(i);
                        }
                        out.packString("k1").packNil();
                      }))
          .hasMessage("Failed to parse bundle: a map has the key \"k1\" twice");
    }
  }

  @Test
  void extensionsTextsThatAreNotUtf8AndUnusedBytesAreRefused() {
    assertThatThrownBy(
            () ->
                packed(
                    out ->
                        out.packMapHeader(1)
                            .packString("a")
                            .packExtensionTypeHeader((byte) 5, 1)
                            .addPayload(new byte[1])))
        .hasMessageContaining("an extension value stands at byte");
    assertThatThrownBy(() -> read("SCIR\u0081\u00a1a\u00a1\u00ff"))
        .hasMessage("Failed to parse bundle: the text at byte 8 is not UTF-8");
    assertThatThrownBy(() -> read("SCIR\u0081\u00a1a\u00c1"))
        .hasMessageStartingWith("Failed to parse bundle: the byte before");
    assertThatThrownBy(() -> read("SCIR\u0081\u0001\u0001"))
        .hasMessageContaining("a key that is not a text but a number");
  }

  @Test
  void nestingIsReadTo128LevelsInBothForms() {
    assertThat(BundleReader.read(nestedBinary(127))).hasSize(1);
    assertThat(BundleReader.read(nestedJson(127))).hasSize(1);
    for (var bytes : List.of(nestedBinary(128), nestedJson(128), nestedJson(100_000))) {
      assertThatThrownBy(() -> BundleReader.read(bytes))
          .hasMessage("Failed to parse bundle: it is nested deeper than 128 levels");
    }
  }

  @Test
  void jsonKeepsIntegersFloatsAndOrderApart() {
    var source =
        BundleReader.read(
            "\uFEFF {\"b\": 1, \"a\": 1.0, \"u\": 18446744073709551615, \"l\": [true, null, \"\\u0000\"]}"
                .getBytes(StandardCharsets.UTF_8));
    assertThat(source.toString())
        .isEqualTo("{b=1, a=1.0, u=18446744073709551615, l=[true, null, \0]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "hello",
        "{",
        "{\"a\": }",
        "{\"a\": 1",
        "{} {}",
        "{\"a\": NaN}",
        "GIF89a",
        "PK\u0003"
      })
  void whatIsNeitherBundleNorJsonIsRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(BundleInvalid.class).hasMessage(NEITHER);
  }

  @Test
  void jsonThatBreaksOffSaysWhere() {
    var refusal = catchThrowableOfType(BundleInvalid.class, () -> read("{\"a\":\n 1,\n oops}"));
    assertThat(refusal.detail()).startsWith("line 3, column ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "[1, 2] | the JSON must be an object, not a list",
        "\"text\" | the JSON must be an object, not a single value",
        "{\"a\": 1, \"a\": 2} | a map has the key \"a\" twice",
        "{\"a\": 1e999} | it holds a number that is infinite or not a number",
        "{\"a\": 18446744073709551616} | the number at line 1 does not fit into 64 bits",
        "{\"a\": \"\\ud800\"} | a text holds half of a surrogate pair",
      })
  void jsonThatIsNoSourceIsRefused(String json, String reason) {
    assertThatThrownBy(() -> read(json)).hasMessage("Failed to parse bundle: " + reason);
  }

  @Test
  void utf16IsNoJsonHere() {
    var bytes = "{\"a\": 1}".getBytes(StandardCharsets.UTF_16LE);
    assertThatThrownBy(() -> BundleReader.read(bytes)).hasMessage(NEITHER);
  }

  @Test
  void tenMegabytesAreReadAndOneByteMoreIsTooLarge() throws IOException {
    var bytes = new byte[BundleReader.MAX_BYTES + 1];
    Arrays.fill(bytes, (byte) ' ');
    bytes[0] = '{';
    bytes[BundleReader.MAX_BYTES - 1] = '}';
    assertThat(BundleReader.read(Arrays.copyOf(bytes, BundleReader.MAX_BYTES))).isEmpty();
    try (var in = new ByteArrayInputStream(bytes)) {
      assertThatThrownBy(() -> BundleReader.read(in))
          .isInstanceOf(BundleTooLarge.class)
          .hasMessage("Bundle exceeds 10 MB limit");
    }
  }

  private interface Packing {
    void pack(MessageBufferPacker out) throws IOException;
  }

  private static Map<String, @Nullable Object> packed(Packing packing) {
    try (var out = MessagePack.newDefaultBufferPacker()) {
      out.addPayload("SCIR".getBytes(StandardCharsets.US_ASCII));
      packing.pack(out);
      return BundleReader.read(out.toByteArray());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Each character is one byte. */
  private static void read(String text) {
    BundleReader.read(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] nestedBinary(int lists) {
    return ("SCIR\u0081\u00a1a" + "\u0091".repeat(lists) + "\u00c0")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] nestedJson(int lists) {
    return ("{\"a\":" + "[".repeat(lists) + "]".repeat(lists) + "}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
