package ai.scailabs.scaicore.engine;

import static ai.scailabs.scaicore.engine.Programs.completed;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The sample programs run as they are. */
class SampleTests {

  private static final String INPUT = "{\"customer_id\": \"c\", \"message\": \"%s\"}";

  private final World world = new World();

  private static String desk(String flow) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            SampleTests.class.getResourceAsStream("/samples/support-desk.ir.json"))) {
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.replace("\"name\": \"" + flow + "\"", "\"name\": \"main\"")
          .replace("\"target_flow\": \"" + flow + "\"", "\"target_flow\": \"main\"");
    }
  }

  @Test
  void supportDeskAnswersAndRemembers() throws IOException {
    world.model = question -> "{\"response\": \"Try turning it off and on.\"}";
    var desk = desk("handle");
    assertThat(completed(world.run(desk, INPUT.formatted("help"))))
        .isEqualTo(Map.of("response", "Try turning it off and on.", "turns", 1L));

    world.entries.clear();
    world.model = question -> "{\"response\": \"\"}";
    world.plugin =
        call -> {
          throw new BlockFailed(Failure.PLUGIN, "down");
        };
    assertThat(completed(world.run(desk, INPUT.formatted("again"))))
        .isEqualTo(Map.of("response", "Let me ask a colleague.", "turns", 2L));
    assertThat(world.said).containsExactly("warn knowledge base failed: down");
    assertThat(world.asked.getLast().bindings().get("history"))
        .isEqualTo(List.of(Map.of("q", "help", "a", "Try turning it off and on.")));
  }

  @Test
  void supportDeskFansOut() throws IOException {
    assertThat(
            completed(world.run(desk("fan_out"), "{\"customer_id\": \"c\", \"items\": [1, 2, 3]}")))
        .isEqualTo(
            Map.of(
                "both",
                Map.of("sum", 6L, "max", 3L),
                "squares",
                List.of(1L, 4L, 9L),
                "i",
                5L,
                "big",
                List.of(20L, 30L)));
  }
}
