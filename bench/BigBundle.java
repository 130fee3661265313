import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** A valid bundle of just under 10 MiB: many flows of many rigid blocks with short strings. */
final class BigBundle {

  private static final int LIMIT = 10 * 1024 * 1024;
  private static final int BLOCKS = 20;

  private BigBundle() {}

  static byte[] bytes() {
    // What stands around the flows is small.
    int left = LIMIT - 1024;
    var flows = new ArrayList<byte[]>();
    for (var flow = flow(0); flow.length <= left; flow = flow(flows.size())) {
      left -= flow.length;
      flows.add(flow);
    }
    try (var packer = MessagePack.newDefaultBufferPacker()) {
      packer.addPayload("SCIR".getBytes(StandardCharsets.US_ASCII));
      packer.packMapHeader(5);
      for (var text : List.of("schema_version", "0.2", "name", "Settlement", "version", "1.0.0")) {
        packer.packString(text);
      }
      packer.packString("models").packArrayHeader(0);
      packer.packString("flows").packArrayHeader(flows.size());
      flows.forEach(flow -> add(packer, flow));
      return packer.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The body of a form with the bundle as its file. */
  static byte[] form(byte[] bundle, String boundary) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(
        ("--"
                + boundary
                + "\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"big.scaicore-ir\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(bundle);
    out.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  private static byte[] flow(int number) {
    var body = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      body.add(block(number, i));
    }
    var flow =
        Map.of(
            "name",
            "settle_region_" + number,
            "description",
            "Settles the invoices of region " + number,
            "params",
            List.of(
                Map.of("name", "amount", "type", "float", "default", 12.5),
                Map.of("name", "country", "type", "string", "default", "nl")),
            "output_type",
            "{total: float, note: string}",
            "body",
            body);
    try (var packer = MessagePack.newDefaultBufferPacker()) {
      pack(packer, flow);
      return packer.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, ?> block(int flow, int number) {
    var total = "total_" + number;
    return Map.of(
        "kind",
        "rigid",
        "result_binding",
        "step_" + number,
        "source_location",
        Map.of("file", "settle.scaicore", "line", 10 * flow + number, "node_id", "node_" + number),
        "statements",
        List.of(
            Map.of("kind", "assign", "target", total, "value", "round(amount * 1.21, 2)"),
            Map.of(
                "kind",
                "if",
                "condition",
                total + " > 100 && country == \"nl\"",
                "then",
                List.of(Map.of("kind", "assign", "target", "rate", "value", 0.21)),
                "else",
                List.of(Map.of("kind", "assign", "target", "rate", "value", 9))),
            Map.of("kind", "expression", "expression", "{total: " + total + ", note: \"ok\"}")));
  }

  private static void pack(MessageBufferPacker packer, Object value) throws IOException {
    switch (value) {
      case Map<?, ?> map -> {
        packer.packMapHeader(map.size());
        for (var entry : map.entrySet()) {
          pack(packer, entry.getKey());
          pack(packer, entry.getValue());
        }
      }
      case List<?> items -> {
        packer.packArrayHeader(items.size());
        for (var item : items) {
          pack(packer, item);
        }
      }
      case Integer number -> packer.packInt(number);
      case Double number -> packer.packDouble(number);
      default -> packer.packString((String) value);
    }
  }

  private static void add(MessageBufferPacker packer, byte[] packed) {
    try {
      packer.addPayload(packed);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
