package ai.scailabs.scaicore.execution;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The runs of this replica. */
@Component
class RunsHere {

  /** From so many on, this replica takes no more work that nobody waits for. */
  static final int ENOUGH = 500;

  private static final Duration MOMENT = Duration.ofMillis(100);

  private final Set<RunWriter> runs = ConcurrentHashMap.newKeySet();
  private final Map<String, RunWriter> latest = new ConcurrentHashMap<>();
  private volatile boolean closing;

  void add(RunWriter run) {
    runs.add(run);
    latest.put(run.execution().id(), run);
    if (closing) {
      run.close();
    }
  }

  /** Makes all of them stop before their next block or effect, and those that come. */
  void close() {
    closing = true;
    all().forEach(RunWriter::close);
  }

  boolean closing() {
    return closing;
  }

  /** Makes the runs of an execution stop before their next block or effect: it is not theirs. */
  void overtaken(String executionId) {
    runs.stream()
        .filter(run -> run.execution().id().equals(executionId))
        .forEach(RunWriter::overtaken);
  }

  /** Makes the runs of a Core stop before their next block or effect: it is gone. */
  void coreDeleted(String coreId) {
    runs.stream()
        .filter(run -> run.execution().coreId().equals(coreId))
        .forEach(RunWriter::overtaken);
  }

  void remove(RunWriter run) {
    runs.remove(run);
    latest.remove(run.execution().id(), run);
    run.ended();
  }

  /**
   * Returns once a run of an execution that began here just now has ended, or is not that young any
   * more; at once where there is none. Most runs are over in a moment, and whoever reads right
   * after an answer need not ask again.
   */
  void letSettle(String tenantId, String executionId) {
    var run = latest.get(executionId);
    if (run != null && run.execution().tenantId().equals(tenantId)) {
      run.awaitEnd(MOMENT);
    }
  }

  /** Whether something of a Core runs here in a program. */
  boolean runs(String coreId, String programHash) {
    return runs.stream()
        .map(RunWriter::execution)
        .anyMatch(e -> e.coreId().equals(coreId) && e.programHash().equals(programHash));
  }

  boolean contains(RunWriter run) {
    return runs.contains(run);
  }

  List<RunWriter> all() {
    return List.copyOf(runs);
  }

  int size() {
    return runs.size();
  }
}
