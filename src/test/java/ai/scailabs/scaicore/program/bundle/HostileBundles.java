package ai.scailabs.scaicore.program.bundle;

import ai.scailabs.scaicore.program.Samples;
import ai.scailabs.scaicore.program.Verifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads, sums up and verifies bundles made to hurt. Run in a process of its own with a small heap;
 * it ends with 0 when each was read or refused, and prints what became of it.
 */
public final class HostileBundles {

  private static final int SIZE = BundleReader.MAX_BYTES;

  private HostileBundles() {}

  /** Runs them all. */
  public static void main(String[] args) {
    for (var name :
        List.of(
            "truncated",
            "wrong-magic",
            "magic-only",
            "array-not-map",
            "huge-declared-map",
            "huge-declared-string",
            "deep",
            "trailing")) {
      attempt(name, () -> Samples.bytes("broken/" + name + ".scaicore-ir"));
    }
    hostile().forEach(HostileBundles::attempt);
  }

  private static Map<String, Supplier<byte[]>> hostile() {
    var all = new LinkedHashMap<String, Supplier<byte[]>>();
    all.put("empty maps", () -> list(0x80));
    all.put("nils", () -> list(0xc0));
    all.put("lists of one", () -> list(0x91, 0xc0));
    all.put("maps of one", () -> list(0x81, 0xa0, 0xc0));
    all.put("letters", () -> list(0xa1, 'x'));
    all.put("floats", () -> list(0xca, 0x3f, 0, 0, 1));
    all.put("empty maps as blocks", () -> blocks(0x80));
    all.put("numbers as blocks", () -> blocks(0x01));
    all.put(
        "unknown statements as blocks", () -> blocks(0x81, 0xa4, 'k', 'i', 'n', 'd', 0xa1, 'x'));
    all.put("different texts", () -> differentTexts());
    all.put("lists that all declare the rest", () -> declaringTheRest());
    all.put("JSON lists", () -> json("[]"));
    all.put("JSON maps", () -> json("{\"\":1}"));
    all.put("JSON open lists", () -> "[".repeat(SIZE).getBytes(StandardCharsets.US_ASCII));
    all.put(
        "JSON open text",
        () -> ("{\"a" + "x".repeat(SIZE - 10)).getBytes(StandardCharsets.US_ASCII));
    return all;
  }

  @SuppressWarnings("SystemOut")
  private static void attempt(String name, Supplier<byte[]> bundle) {
    var bytes = bundle.get();
    var start = System.nanoTime();
    String outcome;
    try {
      var source = BundleReader.read(bytes);
      var summary = BundleSummary.of(source);
      var verified = Verifier.verify(source);
      outcome =
          "read: %d flows, %d findings"
              .formatted(summary.flows().size(), verified.findings().size());
    } catch (BundleInvalid | BundleTooLarge e) {
      outcome = e.getMessage();
    }
    System.out.printf(
        "%s (%d bytes, %d ms): %s%n",
        name, bytes.length, (System.nanoTime() - start) / 1_000_000, outcome);
  }

  /** A map with one list as long as fits, of the same element again and again. */
  private static byte[] list(int... element) {
    return filled(new int[] {'S', 'C', 'I', 'R', 0x81, 0xa1, 'a'}, element);
  }

  private static byte[] blocks(int... element) {
    return filled(
        new int[] {
          'S', 'C', 'I', 'R', 0x81, 0xa5, 'f', 'l', 'o', 'w', 's', 0x91, 0x82, 0xa4, 'n', 'a', 'm',
          'e', 0xa1, 'f', 0xa4, 'b', 'o', 'd', 'y'
        },
        element);
  }

  private static byte[] filled(int[] head, int... element) {
    var count = (SIZE - head.length - 5) / element.length;
    var bytes = new byte[head.length + 5 + count * element.length];
    for (var i = 0; i < head.length; i++) {
      bytes[i] = (byte) head[i];
    }
    putHeader(bytes, head.length, count);
    for (var i = head.length + 5; i < bytes.length; i++) {
      bytes[i] = (byte) element[(i - head.length - 5) % element.length];
    }
    return bytes;
  }

  private static void putHeader(byte[] bytes, int at, int count) {
    bytes[at] = (byte) 0xdd;
    bytes[at + 1] = (byte) (count >>> 24);
    bytes[at + 2] = (byte) (count >>> 16);
    bytes[at + 3] = (byte) (count >>> 8);
    bytes[at + 4] = (byte) count;
  }

  private static byte[] differentTexts() {
    var bytes = list(0xa4, '0', '0', '0', '0');
    var number = 0;
    for (var i = 13; i + 4 < bytes.length; i += 5) {
      var text = "%04x".formatted(number++ & 0xffff);
      for (var j = 0; j < 4; j++) {
        bytes[i + j] = (byte) text.charAt(j);
      }
    }
    return bytes;
  }

  /** A hundred lists, one in the other, each declaring as many elements as bytes are left. */
  private static byte[] declaringTheRest() {
    var bytes = new byte[SIZE];
    Arrays.fill(bytes, (byte) 0xc0);
    var head = new int[] {'S', 'C', 'I', 'R', 0x81, 0xa1, 'a'};
    for (var i = 0; i < head.length; i++) {
      bytes[i] = (byte) head[i];
    }
    for (var i = 0; i < 100; i++) {
      var at = head.length + i * 5;
      putHeader(bytes, at, SIZE - at - 5);
    }
    return bytes;
  }

  private static byte[] json(String element) {
    var text = new StringBuilder("{\"a\":[").append(element);
    while (text.length() < SIZE - element.length() - 3) {
      text.append(',').append(element);
    }
    return text.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
  }
}
