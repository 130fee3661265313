package ai.scailabs.scaicore.execution.log;

import ai.scailabs.scaicore.execution.event.RunOf;
import java.util.List;

/** Some lines of one run, in their order. */
record LogChunk(RunOf run, List<LogLine> lines) {

  long weight() {
    return lines.stream().mapToLong(LogLine::weight).sum();
  }
}
