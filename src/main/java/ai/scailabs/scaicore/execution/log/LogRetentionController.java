package ai.scailabs.scaicore.execution.log;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_MANAGE;
import static ai.scailabs.scaicore.identity.Permission.SCAICORE_VIEW;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Raises;
import ai.scailabs.scaicore.web.ValidationFailed;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/modules/scaicore/log-retention")
@Tag(name = "Logs", description = "What the engine and the programs of Cores say.")
class LogRetentionController {

  private final LogRetention retention;

  LogRetentionController(LogRetention retention) {
    this.retention = retention;
  }

  /** How long log lines of the tenant's Cores are kept. */
  @Schema(name = "LogRetention")
  record Retention(@Schema(example = "14") @Nullable Integer days) {}

  @GetMapping
  @Requires(SCAICORE_VIEW)
  @Operation(
      summary = "Read the retention of logs",
      description = "How many days log lines of the tenant's Cores are kept.")
  Envelope<Retention> get(Caller caller) {
    return Envelope.of(new Retention(retention.days(caller.tenantId())));
  }

  @PutMapping
  @Requires(SCAICORE_MANAGE)
  @Audited("log_retention.update")
  @Raises(ErrorCode.VALIDATION_ERROR)
  @Operation(
      summary = "Change the retention of logs",
      description =
          "Says how many days log lines of the tenant's Cores are kept, from 1 to 90 unless the"
              + " operator allows more or less. Older ones go within some minutes.")
  Envelope<Retention> put(
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(examples = @ExampleObject("{\"days\": 14}")))
          @RequestBody
          Retention given,
      Caller caller) {
    if (given.days() == null) {
      throw new ValidationFailed("days", "is missing; say for how many days lines are kept");
    }
    retention.keep(caller.tenantId(), given.days());
    return get(caller);
  }
}
