package ai.scailabs.scaicore.exposure;

import ai.scailabs.scaicore.core.CoreStatus;
import ai.scailabs.scaicore.core.Programs;
import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.core.RunnableCores.RunnableCore;
import ai.scailabs.scaicore.core.RuntimeMode;
import ai.scailabs.scaicore.execution.CoreNotRunning;
import ai.scailabs.scaicore.execution.Execution;
import ai.scailabs.scaicore.execution.ExecutionService;
import ai.scailabs.scaicore.execution.StartExecution;
import ai.scailabs.scaicore.execution.Waiting;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;

/** Answers calls of a Core's own API by its flows. */
@Service
class ApiCalls {

  private final RunnableCores cores;
  private final Programs programs;
  private final ExecutionService executions;
  private final Waiting waiting;

  ApiCalls(RunnableCores cores, Programs programs, ExecutionService executions, Waiting waiting) {
    this.cores = cores;
    this.programs = programs;
    this.executions = executions;
    this.waiting = waiting;
  }

  /**
   * A call.
   *
   * @param segments of the path, decoded
   * @param idempotencyKey the caller's; null without one
   */
  record Call(
      String method,
      List<String> segments,
      Map<String, List<String>> query,
      @Nullable JsonNode body,
      @Nullable String idempotencyKey) {}

  /** The execution that answers, in the state that it got to within 60 s. */
  Execution call(Caller caller, String coreId, Call call) {
    var core = cores.get(caller.tenantId(), coreId);
    if (core.runtimeMode() != RuntimeMode.API) {
      throw new ValidationFailed(
          "runtime_mode",
          "of this Core is "
              + core.runtimeMode().word()
              + "; its own API needs api: change it with PUT first");
    }
    var hash = core.programHash();
    if (core.status() != CoreStatus.RUNNING || hash == null) {
      throw new CoreNotRunning(core.status());
    }
    var program = programs.load(core.tenantId(), hash);
    var match = ApiRoutes.of(program).find(call.method(), call.segments());
    var input = ApiInput.of(program, match, call.query(), call.body());
    var started = executions.start(request(caller, core, match.route(), input, call));
    return waiting.on(caller.tenantId(), started);
  }

  private static StartExecution request(
      Caller caller,
      RunnableCore core,
      ApiRoute route,
      Map<String, @Nullable Object> input,
      Call call) {
    return new StartExecution(
        core.tenantId(),
        core.id(),
        caller.userId(),
        input,
        route.flow().name(),
        null,
        null,
        Map.of(
            "kind", "api",
            "name", route.name(),
            "method", route.method(),
            "path", "/" + String.join("/", call.segments()),
            "user_id", caller.userId()),
        call.idempotencyKey());
  }
}
