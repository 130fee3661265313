package ai.scailabs.scaicore.execution;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The runs of this replica. */
@Component
class RunsHere {

  /** From so many on, this replica takes no more work that nobody waits for. */
  static final int ENOUGH = 500;

  private final Set<RunWriter> runs = ConcurrentHashMap.newKeySet();

  void add(RunWriter run) {
    runs.add(run);
  }

  void remove(RunWriter run) {
    runs.remove(run);
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
