package ai.scailabs.scaicore.trigger;

import ai.scailabs.scaicore.core.RunnableCores.RunnableCore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that came in for a Core.
 *
 * @param userId on whose behalf the flows run
 * @param type its name
 * @param source {@code api} or {@code webhook}
 * @param data becomes the input of the flows
 * @param shown what the flows see as {@code trigger}, besides its name and the event's id
 * @param receipt under what it is remembered; null where it is not
 */
record Incoming(
    RunnableCore core,
    String userId,
    String type,
    String source,
    Map<String, @Nullable Object> data,
    Map<String, @Nullable Object> shown,
    List<Firing> firings,
    Receipts.@Nullable Key receipt) {

  Map<String, @Nullable Object> trigger(Firing firing, String eventId) {
    var trigger = new LinkedHashMap<String, @Nullable Object>();
    trigger.put("kind", source.equals("api") ? "event" : source);
    trigger.put("name", firing.trigger());
    trigger.put("event_type", type);
    trigger.put("event_id", eventId);
    trigger.putAll(shown);
    return trigger;
  }
}
