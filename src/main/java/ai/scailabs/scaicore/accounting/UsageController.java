package ai.scailabs.scaicore.accounting;

import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Requires;
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

/** The accounts over HTTP. */
@RestController
@Tag(name = "Accounting", description = "What calls to models have used.")
class UsageController {

  private final UsageRecords records;

  UsageController(UsageRecords records) {
    this.records = records;
  }

  @GetMapping("/v1/accounting/usage")
  @Requires({Permission.MODELS_USE, Permission.MODELS_LIST, Permission.MODELS_MANAGE})
  @Raises(ErrorCode.VALIDATION_ERROR)
  @Operation(
      summary = "List calls to models",
      description =
          """
          Chats and programs' calls of the tenant you act in, newest first. With `models:manage` \
          you see everybody's, else your own. A call shows within about a second after it ended.\
          """)
  Envelope<Envelope.Items<UsageRecord>> list(
      Caller caller,
      @Parameter(description = "Not before", example = "2026-11-01T00:00:00Z")
          @RequestParam(required = false)
          @Nullable Instant start,
      @Parameter(description = "Before", example = "2026-12-01T00:00:00Z")
          @RequestParam(required = false)
          @Nullable Instant end,
      @Parameter(description = "Slug of the model", example = "acme/writer")
          @RequestParam(required = false)
          @Nullable String model,
      @Parameter(description = "Id of the user; another's needs `models:manage`")
          @RequestParam(name = "user_id", required = false)
          @Nullable String userId,
      Paging paging) {
    return Envelope.of(
        records.page(
            caller.tenantId(),
            new UsageRecords.Filter(start, end, model, whose(caller, userId)),
            paging));
  }

  private static @Nullable String whose(Caller caller, @Nullable String userId) {
    if (userId == null) {
      return caller.holds(Permission.MODELS_MANAGE) ? null : caller.userId();
    }
    if (!userId.equals(caller.userId())) {
      caller.require(Permission.MODELS_MANAGE);
    }
    return userId;
  }
}
