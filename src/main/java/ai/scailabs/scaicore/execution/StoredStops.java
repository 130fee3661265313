package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.Debugging.Stepping;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.engine.StepMode;
import ai.scailabs.scaicore.engine.Stop;
import ai.scailabs.scaicore.web.RawJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where executions stopped, and how they go on, in the form in which it is stored. */
final class StoredStops {

  private StoredStops() {}

  static RawJson of(List<Stop> stops) {
    return new RawJson(Json.text(list(stops)));
  }

  static RawJson of(Stepping stepping) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    map.put("mode", stepping.mode().name().toLowerCase(Locale.ROOT));
    map.put("stops", list(stepping.from()));
    return new RawJson(Json.text(map));
  }

  static List<Stop> stops(@Nullable RawJson stored) {
    return stored == null ? List.of() : stops(Json.parse(stored.text()));
  }

  static @Nullable Stepping stepping(@Nullable RawJson stored) {
    if (stored == null || !(Json.parse(stored.text()) instanceof Map<?, ?> map)) {
      return null;
    }
    var mode = StepMode.valueOf(String.valueOf(map.get("mode")).toUpperCase(Locale.ROOT));
    return new Stepping(mode, stops(map.get("stops")));
  }

  private static List<Map<String, @Nullable Object>> list(List<Stop> stops) {
    return stops.stream().map(StoredStops::map).toList();
  }

  private static Map<String, @Nullable Object> map(Stop stop) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    map.put("block", stop.block());
    map.put("kind", stop.kind());
    map.put("node_id", stop.nodeId());
    map.put("iterations", stop.iterations());
    map.put("place", stop.place());
    map.put("breakpoint", stop.breakpoint());
    return map;
  }

  private static List<Stop> stops(@Nullable Object stored) {
    return stored instanceof List<?> list
        ? list.stream().filter(Map.class::isInstance).map(m -> stop((Map<?, ?>) m)).toList()
        : List.of();
  }

  private static Stop stop(Map<?, ?> map) {
    return new Stop(
        String.valueOf(map.get("block")),
        String.valueOf(map.get("kind")),
        map.get("node_id") instanceof String node ? node : null,
        String.valueOf(map.get("iterations")),
        String.valueOf(map.get("place")),
        map.get("breakpoint") instanceof String id ? id : null);
  }
}
