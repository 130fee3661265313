package ai.scailabs.scaicore.durability;

import ai.scailabs.scaicore.testing.PluginServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

/**
 * What callers were told, and whether it fits what the outside world and the database saw: every
 * accepted execution ended once; no effect ran again after it was recorded; the executions of an
 * instance began in their order of arrival; nothing began later than two seconds after a stop or a
 * cancel was answered.
 */
final class History {

  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Pattern NAME = Pattern.compile("[a-z]+-case-\\d+");
  private static final Set<String> FAULTS_OUTSIDE =
      Set.of("PLUGIN_ERROR", "PLUGIN_TIMEOUT", "MODEL_ERROR", "MODEL_TIMEOUT");

  /** What System.nanoTime says at the epoch. */
  private final long epoch =
      System.nanoTime() - Duration.between(Instant.EPOCH, Instant.now()).toNanos();

  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> cancelled = new ConcurrentHashMap<>();
  private final Map<String, List<String>> arrivals = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Stop> stops = new ConcurrentLinkedQueue<>();

  /** A time during which nothing of some executions may begin. */
  private record Stop(String prefix, long from, long until) {}

  private record Ended(String id, String name, String status, String code, int done) {}

  private record Recorded(String key, long nanos) {}

  void accepted(String name) {
    accepted.add(name);
  }

  /** Notes that an execution of an instance was accepted, after those noted before. */
  void arrived(String instance, String name) {
    accepted(name);
    arrivals.computeIfAbsent(instance, i -> new ArrayList<>()).add(name);
  }

  /** Notes that a cancel was just answered. */
  void cancelled(String name) {
    cancelled.put(name, System.nanoTime());
  }

  /** Notes that the Core of names with a prefix did not run from the one moment to the other. */
  void stopped(String prefix, long from, long until) {
    stops.add(new Stop(prefix, from, until));
  }

  int size() {
    return accepted.size();
  }

  /** What does not fit; empty where all does. */
  List<String> problems(Rows rows, List<PluginServer.Call> calls) {
    var problems = new ArrayList<String>();
    var first = new HashMap<String, Long>();
    for (var call : calls) {
      var name = name(call);
      first.merge(name, call.nanos(), Math::min);
      late(name, call, problems);
    }
    ends(rows, problems);
    repeats(rows, calls, problems);
    arrivals.forEach((instance, names) -> order(instance, names, first, problems));
    return problems;
  }

  private void late(String name, PluginServer.Call call, List<String> problems) {
    var cancel = cancelled.get(name);
    if (cancel != null && call.nanos() > cancel + GRACE.toNanos()) {
      problems.add(name + " called " + call.method() + " too long after its cancel");
    }
    for (var stop : stops) {
      if (name.startsWith(stop.prefix())
          && call.nanos() > stop.from() + GRACE.toNanos()
          && call.nanos() < stop.until()) {
        problems.add(name + " called " + call.method() + " while its Core did not run");
      }
    }
  }

  private void ends(Rows rows, List<String> problems) {
    var seen = new HashSet<String>();
    for (var one : ended(rows)) {
      boolean fits =
          switch (one.status()) {
            case "completed" -> one.done() == 1;
            case "cancelled" -> cancelled.containsKey(one.name()) && one.done() == 0;
            case "failed" -> FAULTS_OUTSIDE.contains(one.code()) && one.done() == 0;
            default -> !accepted.contains(one.name());
          };
      if (!fits || !seen.add(one.name())) {
        problems.add("an end that may not be: " + one);
      }
    }
    accepted.stream()
        .filter(name -> !seen.contains(name))
        .forEach(name -> problems.add(name + " was accepted and is gone"));
  }

  private static List<Ended> ended(Rows rows) {
    return rows.read(
        """
        select e.id, e.input ->> 'case', e.status, coalesce(e.error ->> 'code', ''),
          (select count(*) from mod_scaicore_events p
           cross join lateral json_array_elements(p.events) event
           where p.tenant_id = e.tenant_id and p.execution_id = e.id
             and event ->> 'type' = 'case.done')
        from mod_scaicore_executions e where e.input ->> 'case' like '%-case-%'
        """,
        row ->
            new Ended(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getInt(5)));
  }

  /** A call that came after its result was in the journal. */
  private void repeats(Rows rows, List<PluginServer.Call> calls, List<String> problems) {
    var recorded = new HashMap<String, Long>();
    rows.read(
            """
            select execution_id || ':' || attempt || ':' || step, recorded_at
            from mod_scaicore_journal where kind in ('plugin_call', 'model_call')
            """,
            row ->
                new Recorded(
                    row.getString(1),
                    epoch
                        + Duration.between(Instant.EPOCH, row.getTimestamp(2).toInstant())
                            .toNanos()))
        .forEach(entry -> recorded.put(entry.key(), entry.nanos()));
    var mine = calls.stream().filter(call -> !name(call).isEmpty()).toList();
    if (mine.stream().noneMatch(call -> recorded.containsKey(call.key()))) {
      problems.add("no call carries the key of an entry, such as " + mine.getFirst().key());
    }
    for (var call : mine) {
      var at = recorded.get(call.key());
      if (at != null && call.nanos() > at) {
        problems.add(name(call) + " called " + call.key() + " again after it was recorded");
      }
    }
  }

  private static void order(
      String instance, List<String> names, Map<String, Long> first, List<String> problems) {
    long last = 0;
    for (var name : names) {
      var began = first.get(name);
      if (began == null) {
        continue;
      }
      if (began < last) {
        problems.add(name + " of " + instance + " began before one that arrived earlier");
      }
      last = began;
    }
  }

  private static String name(PluginServer.Call call) {
    var match = NAME.matcher(call.body());
    return match.find() ? match.group() : "";
  }
}
