package ai.scailabs.scaicore.execution.event;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_VIEW;

import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Features;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import ai.scailabs.scaicore.web.RequestId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Events", description = "What happened to Cores and in their executions.")
class EventHistoryController {

  private final EventPages pages;
  private final RunnableCores cores;
  private final Features features;

  EventHistoryController(EventPages pages, RunnableCores cores, Features features) {
    this.pages = pages;
    this.cores = cores;
    this.features = features;
  }

  /** Some events of a Core, newest first. */
  @Schema(name = "EventHistoryItems")
  record History(List<RuntimeEvent> events) {}

  @GetMapping("/v1/modules/scaicore/cores/{core_id}/events/history")
  @Requires(SCAICORE_VIEW)
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.CORE_NOT_FOUND})
  @Operation(
      summary = "List a Core's events",
      description =
          "Newest first: what happened in its executions, to its checkpoints, and to itself, what"
              + " its programs sent with `emit`, and what was sent to it, under its name and with"
              + " `source`, `data` and `execution_ids`. Filters combine. See `GET /events` for the"
              + " types, and how long events are kept.")
  Envelope<History> list(
      @PathVariable("core_id") String coreId,
      @Parameter(
              description = "Only of this type, exactly",
              example = "scaicore.runtime.invocation.failed")
          @RequestParam(required = false)
          @Nullable String type,
      @Parameter(description = "Only of this execution")
          @RequestParam(name = "execution_id", required = false)
          @Nullable String executionId,
      @Parameter(description = "Only from this moment on", example = "2026-01-31T00:00:00Z")
          @RequestParam(required = false)
          @Nullable Instant since,
      @Parameter(description = "Only before this moment", example = "2026-02-01T00:00:00Z")
          @RequestParam(required = false)
          @Nullable Instant until,
      Paging paging,
      Caller caller) {
    cores.get(caller.tenantId(), coreId);
    if (!features.eventHistory()) {
      return Envelope.of(new History(List.of()));
    }
    var filter = new EventPages.Filter(coreId, type, executionId, since, until);
    var page = pages.page(caller.tenantId(), filter, paging);
    return new Envelope<>(
        "ok",
        new History(page.items()),
        new Envelope.Pagination(page.nextCursor() != null, page.nextCursor()),
        new Envelope.Meta(RequestId.current()));
  }
}
