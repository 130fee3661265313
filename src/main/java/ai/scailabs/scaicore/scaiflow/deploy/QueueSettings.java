package ai.scailabs.scaicore.scaiflow.deploy;

import ai.scailabs.scaicore.scaiflow.graph.FlowConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a flow says of a queue, in ScaiQueue's words. ScaiFlow's one {@code consumer_mode} is two
 * things there: an {@code ordering}, or a {@code broadcast}. Source: {@code design/scaiflow.md},
 * "ScaiQueue".
 */
final class QueueSettings {

  static final String DISPLAY_NAME = "display_name";

  private static final String MODE = "consumer_mode";
  private static final List<String> ORDERINGS = List.of("fifo", "priority", "deadline");
  private static final List<String> NUMBERS =
      List.of("max_retries", "visibility_timeout_s", "max_depth");

  private QueueSettings() {}

  /** The body that creates it: what the flow says, and nothing else. */
  static Map<String, Object> of(FlowConfig.Queue queue) {
    var given = queue.members();
    var settings = new LinkedHashMap<String, Object>();
    settings.put("slug", queue.slug());
    settings.put(
        DISPLAY_NAME, given.get(DISPLAY_NAME) instanceof String name ? name : queue.slug());
    if (given.get("ordering") instanceof String ordering) {
      settings.put("ordering", ordering);
    }
    if (given.get(MODE) instanceof String mode) {
      if (ORDERINGS.contains(mode)) {
        settings.put("ordering", mode);
        settings.put(MODE, "competing");
      } else {
        settings.put(MODE, mode);
      }
    }
    for (var number : NUMBERS) {
      if (given.get(number) instanceof Number value) {
        settings.put(number, value.longValue());
      }
    }
    return settings;
  }
}
