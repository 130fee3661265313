package ai.scailabs.scaicore.trigger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A webhook of a Core.
 *
 * @param trigger the name of a program's, the id of a registered one
 * @param secretName under what its secret is kept
 * @param path below the Core's {@code hooks}
 * @param headers names of the headers that its flow sees
 */
record Hook(
    String trigger,
    String secretName,
    String path,
    String flow,
    @Nullable String eventType,
    List<String> headers) {

  /** About how many characters it holds. */
  int weight() {
    int texts = trigger.length() + secretName.length() + path.length() + flow.length();
    return texts
        + (eventType == null ? 0 : eventType.length())
        + headers.stream().mapToInt(String::length).sum();
  }
}
