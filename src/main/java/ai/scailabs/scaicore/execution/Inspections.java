package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.EngineRegistry;
import ai.scailabs.scaicore.engine.Outline;
import ai.scailabs.scaicore.engine.Rest;
import ai.scailabs.scaicore.engine.Stop;
import ai.scailabs.scaicore.program.expression.Expression;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Looks where executions are, and what their programs see there, without going on with them. */
@Service
public class Inspections {

  private final ExecutionService executions;
  private final JournalRows journal;
  private final EngineRegistry engines;
  private final Timeline timeline;

  Inspections(
      ExecutionService executions, JournalRows journal, EngineRegistry engines, Timeline timeline) {
    this.executions = executions;
    this.journal = journal;
    this.engines = engines;
    this.timeline = timeline;
  }

  /**
   * What was found.
   *
   * @param calledBy the Cores above it, outermost first
   * @param stops where it stopped; empty where it waits for something else
   * @param rests where its branches are; those at stops are among them
   * @param journal what it did, oldest first
   * @param truncated whether it did more
   */
  public record Inspection(
      Execution execution,
      List<String> calledBy,
      List<Stop> stops,
      List<Rest> rests,
      Outline outline,
      List<TimelineItem> journal,
      boolean truncated) {}

  /**
   * Looks at an execution that stopped, waits, is held or has failed.
   *
   * @param expression to be evaluated wherever it is; null for none
   * @throws ExecutionNotFound where the Core has no such execution
   */
  public Inspection of(String tenantId, String coreId, String id, @Nullable Expression expression) {
    var execution = executions.get(tenantId, id);
    if (!execution.coreId().equals(coreId)) {
      throw new ExecutionNotFound();
    }
    switch (execution.status()) {
      case BREAKPOINT, SUSPENDED, HELD, FAILED -> {}
      case QUEUED, RUNNING ->
          throw new ApiException(
              ErrorCode.CONFLICT,
              "The execution is %s; set a breakpoint, and look at it when it has stopped."
                  .formatted(execution.status().word()));
      case COMPLETED, CANCELLED ->
          throw new ApiException(
              ErrorCode.CONFLICT,
              "The execution is %s; GET …/executions/%s has what it did."
                  .formatted(execution.status().word(), id));
    }
    var stops = StoredStops.stops(execution.turn().stops());
    var engine = engines.engine(tenantId, coreId, execution.programHash());
    var host =
        new Onlooker(
            journal.read(tenantId, id, execution.attempt()),
            stops.stream().map(Stop::place).collect(Collectors.toSet()));
    var rests = engine.look(execution.invocation(), host, expression);
    var shown = timeline.of(execution);
    return new Inspection(
        execution,
        execution.origin().callPath(),
        stops,
        rests,
        new Outline(engine.program()),
        shown.items(),
        shown.truncated());
  }
}
