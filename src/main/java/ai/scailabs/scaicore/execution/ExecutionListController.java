package ai.scailabs.scaicore.execution;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_VIEW;

import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Executions", description = "Runs of a Core's flows.")
class ExecutionListController {

  private final ExecutionLists lists;

  ExecutionListController(ExecutionLists lists) {
    this.lists = lists;
  }

  @GetMapping("/v1/modules/scaicore/executions")
  @Requires(SCAICORE_VIEW)
  @Raises(ErrorCode.VALIDATION_ERROR)
  @Operation(
      summary = "List executions",
      description = "Of all Cores of the tenant, newest first; filters combine.")
  Envelope<Envelope.Items<ExecutionView>> list(
      Caller caller,
      @Parameter(description = "Only of this Core")
          @RequestParam(name = "core_id", required = false)
          @Nullable String coreId,
      @Parameter(description = "Only in this state") @RequestParam(required = false)
          @Nullable ExecutionStatus status,
      @Parameter(description = "Only of this instance, of an entity Core")
          @RequestParam(name = "instance_key", required = false)
          @Nullable String instanceKey,
      @Parameter(description = "Only of this flow") @RequestParam(required = false)
          @Nullable String flow,
      Paging paging) {
    return Envelope.of(
        lists.page(
            caller.tenantId(),
            new ExecutionLists.Filter(coreId, status, instanceKey, flow),
            paging));
  }
}
