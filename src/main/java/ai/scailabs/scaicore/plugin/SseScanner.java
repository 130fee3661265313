package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.outbound.Enough;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Reads server-sent events as they come, until one of them is the one that was waited for. */
final class SseScanner implements Enough {

  private final Predicate<String> awaited;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private boolean found;

  /**
   * @param awaited looks at the data of each event; true where no more are wanted
   */
  SseScanner(Predicate<String> awaited) {
    this.awaited = awaited;
  }

  @Override
  public boolean with(byte[] part, int count) {
    for (int i = 0; i < count && !found; i++) {
      if (part[i] == '\n') {
        end(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else if (part[i] != '\r') {
        line.write(part[i]);
      }
    }
    return found;
  }

  /** The stream ended; what it ended in may be an event. */
  void end() {
    if (!found) {
      end(line.toString(StandardCharsets.UTF_8));
      end("");
    }
  }

  private void end(String text) {
    if (text.startsWith("data:")) {
      data.append(data.isEmpty() ? "" : "\n").append(text.substring("data:".length()).strip());
    } else if (text.isEmpty() && !data.isEmpty()) {
      var event = data.toString();
      data.setLength(0);
      found = awaited.test(event);
    }
  }
}
