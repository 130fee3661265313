package ai.scailabs.scaicore.execution.event;

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
@Tag(name = "Events", description = "What happened to Cores and in their executions.")
class EventController {

  private final EventPages pages;

  EventController(EventPages pages) {
    this.pages = pages;
  }

  @GetMapping("/v1/modules/scaicore/events")
  @Requires(SCAICORE_VIEW)
  @Raises(ErrorCode.VALIDATION_ERROR)
  @Operation(
      summary = "List runtime events",
      description =
          "Of all Cores of the tenant, newest first: what happened in executions"
              + " (`scaicore.runtime.invocation.started`, `….completed`, `….failed`,"
              + " `scaicore.runtime.block.entered`, `….exited`, `….failed`), to Cores"
              + " (`scaicore.activated`, `scaicore.passivated`, `scaicore.deleted`), to checkpoints"
              + " (`scaicore.checkpoint_pending`, `scaicore.checkpoint_resolved`), and what"
              + " programs send with `emit`, under the name they give it. Those of one execution"
              + " are in exact order; those of executions that run at the same time may interleave"
              + " by up to a second. An event shows within about a second, and is kept for 7 days"
              + " unless configured otherwise.")
  Envelope<Envelope.Items<RuntimeEvent>> list(
      Caller caller,
      @Parameter(description = "Only of this Core")
          @RequestParam(name = "core_id", required = false)
          @Nullable String coreId,
      @Parameter(
              description = "Only of this type, exactly",
              example = "scaicore.runtime.block.failed")
          @RequestParam(required = false)
          @Nullable String type,
      @Parameter(description = "Only of this execution")
          @RequestParam(name = "execution_id", required = false)
          @Nullable String executionId,
      Paging paging) {
    return Envelope.of(
        pages.page(
            caller.tenantId(),
            new EventPages.Filter(coreId, type, executionId, null, null),
            paging));
  }
}
