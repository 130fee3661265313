package ai.scailabs.scaicore.identity;

import static ai.scailabs.scaicore.identity.Permission.AUDIT_VIEW;

import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Audit", description = "Who changed what, and who was refused.")
class AuditController {

  private final AuditEvents events;

  AuditController(AuditEvents events) {
    this.events = events;
  }

  @GetMapping("/v1/audit/events")
  @Requires(AUDIT_VIEW)
  @Raises(ErrorCode.VALIDATION_ERROR)
  @Operation(
      summary = "List audit events",
      description =
          "The tenant's audit, newest first: every change, and every attempt at one that was"
              + " refused (`status` is `success`, `denied` or `failed`). The filters narrow it; all"
              + " that are given must match.")
  Envelope<Envelope.Items<AuditEvent>> list(
      @Parameter(description = "`scaicore`, `scaigrid`, `scaiskills`, …", example = "scaicore")
          @RequestParam(required = false)
          @Nullable String module,
      @Parameter(description = "`<resource>.<verb>`", example = "core.start")
          @RequestParam(required = false)
          @Nullable String action,
      @Parameter(description = "Id of the user who acted")
          @RequestParam(name = "actor_id", required = false)
          @Nullable String actorId,
      @Parameter(description = "Id of what was acted on")
          @RequestParam(name = "resource_id", required = false)
          @Nullable String resourceId,
      @Parameter(description = "Not before", example = "2026-11-01T00:00:00Z")
          @RequestParam(required = false)
          @Nullable Instant start,
      @Parameter(description = "Before", example = "2026-12-01T00:00:00Z")
          @RequestParam(required = false)
          @Nullable Instant end,
      Paging paging,
      Caller caller) {
    var filter = new AuditEvents.Filter(module, action, actorId, resourceId, start, end);
    return Envelope.of(events.list(caller.tenantId(), filter, paging));
  }
}
