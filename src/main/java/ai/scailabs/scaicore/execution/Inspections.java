package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.EngineRegistry;
import ai.scailabs.scaicore.engine.Looked;
import ai.scailabs.scaicore.engine.Outline;
import ai.scailabs.scaicore.engine.Stop;
import ai.scailabs.scaicore.program.expression.Expression;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Looks where executions are, and what their programs see there, without going on with them. */
@Service
public class Inspections {

  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final JdbcClient jdbc;
  private final ExecutionService executions;
  private final JournalRows journal;
  private final EngineRegistry engines;
  private final Timeline timeline;

  Inspections(
      JdbcClient jdbc,
      ExecutionService executions,
      JournalRows journal,
      EngineRegistry engines,
      Timeline timeline) {
    this.jdbc = jdbc;
    this.executions = executions;
    this.journal = journal;
    this.engines = engines;
    this.timeline = timeline;
  }

  /**
   * What was found.
   *
   * @param calledBy the Cores of its tenant above it, outermost first
   * @param stops where it stopped; empty where it waits for something else
   * @param looked where its branches are; those at stops are among them
   * @param journal what it did, oldest first
   * @param truncated whether it did more
   */
  public record Inspection(
      Execution execution,
      List<String> calledBy,
      List<Stop> stops,
      Looked looked,
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
            stops.stream().map(Stop::place).collect(Collectors.toSet()),
            LONGEST);
    var looked = engine.look(execution.invocation(), host, expression);
    if (host.late()) {
      throw new ApiException(
          ErrorCode.CONFLICT,
          "To come to where the execution is would take longer than %d s; GET …/executions/%s has"
                  .formatted(LONGEST.toSeconds(), id)
              + " what it did.");
    }
    var outline = new Outline(engine.program());
    var shown = timeline.of(execution, outline);
    return new Inspection(
        execution,
        ofTenant(tenantId, execution.origin().callPath()),
        stops,
        looked,
        outline,
        shown.items(),
        shown.truncated());
  }

  /** Those of some Cores that are of a tenant: of others it learns nothing. */
  private List<String> ofTenant(String tenantId, List<String> cores) {
    if (cores.isEmpty()) {
      return cores;
    }
    var own =
        jdbc.sql("select id from mod_scaicore_cores where tenant_id = ? and id = any(?)")
            .param(tenantId)
            .param(cores.toArray(String[]::new))
            .query(String.class)
            .set();
    return cores.stream().filter(own::contains).toList();
  }
}
