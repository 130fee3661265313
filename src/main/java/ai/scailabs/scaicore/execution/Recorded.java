package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.EffectKind;
import ai.scailabs.scaicore.engine.Journal.Entry;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What was recorded of an execution, and what of it a run has not come to. */
final class Recorded {

  private final Map<String, Entry> entries;
  private final @Nullable Entry cut;
  private final AtomicInteger size;
  private final Set<String> ahead = ConcurrentHashMap.newKeySet();
  private final boolean debugged;
  private final boolean again;

  Recorded(JournalRows.Loaded journal) {
    this.entries = new ConcurrentHashMap<>(journal.entries());
    this.cut = journal.cut();
    this.size = new AtomicInteger(journal.total());
    journal.entries().values().stream()
        .filter(entry -> isComeAcross(entry, journal))
        .forEach(entry -> ahead.add(entry.step()));
    this.again = journal.attempt() > 1;
    this.debugged =
        journal.entries().values().stream().anyMatch(e -> e.kind() == EffectKind.BREAKPOINT);
  }

  /** Calls before a cut are not made again, and results may come that nobody awaits. */
  private static boolean isComeAcross(Entry entry, JournalRows.Loaded journal) {
    return entry.kind() != EffectKind.CORE_RESULT
        && entry.kind() != EffectKind.CUT
        && !journal.before().contains(entry.step());
  }

  @Nullable Entry find(String step) {
    var entry = entries.get(step);
    if (entry != null && !ahead.isEmpty()) {
      ahead.remove(step);
    }
    return entry;
  }

  @Nullable Entry cut() {
    return cut;
  }

  int size() {
    return size.get();
  }

  Collection<Entry> modelCalls() {
    return entries.values().stream().filter(e -> e.kind() == EffectKind.MODEL_CALL).toList();
  }

  boolean isAhead() {
    return !ahead.isEmpty();
  }

  /** Whether there is one among those ahead. */
  boolean isAhead(Predicate<String> steps) {
    return ahead.stream().filter(step -> !isOfLastBody(step)).anyMatch(steps);
  }

  /**
   * An earlier attempt failed, and went on from a stop in a {@code finally} then: this one was not
   * there, and has come no further than to what failed.
   */
  private boolean isOfLastBody(String step) {
    var entry = again && step.contains(".finally[") ? entries.get(step) : null;
    return entry != null && entry.kind() == EffectKind.BREAKPOINT;
  }

  /** Whether it had stopped at a breakpoint: then it says so where it comes by again. */
  boolean debugged() {
    return debugged;
  }

  /** Notes an entry that is, or will be, in the database. */
  void keep(Entry entry) {
    entries.put(entry.step(), entry);
    size.incrementAndGet();
  }
}
