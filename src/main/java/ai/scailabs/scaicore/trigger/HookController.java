package ai.scailabs.scaicore.trigger;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Public;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Triggers", description = "What starts flows: events, schedules, webhooks.")
class HookController {

  private final Webhooks webhooks;

  HookController(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  @PostMapping("/v1/modules/scaicore/cores/{core_id}/hooks/{*path}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Public
  @Audited("event.send")
  @Raises({
    ErrorCode.NOT_FOUND,
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.CORE_NOT_RUNNING,
    ErrorCode.CONFLICT,
    ErrorCode.QUOTA_EXCEEDED,
    ErrorCode.RATE_LIMITED,
    ErrorCode.PAYLOAD_TOO_LARGE
  })
  @Operation(
      summary = "Call a webhook",
      description =
          "Needs no token but a signature: `X-ScaiGrid-Signature`, which is `sha256=` and the"
              + " HMAC-SHA256, in hexadecimal, of `X-ScaiGrid-Timestamp` (seconds since 1970,"
              + " within 5 minutes), a dot, and the body; or `X-Hub-Signature-256`, of the body"
              + " alone, as GitHub signs. The key is the trigger's secret. The members of a JSON"
              + " object, or the fields of a form, become the input of the flow; any other body is"
              + " its `body`. At most 1,000,000 bytes. The same signature again gets the first"
              + " answer and starts nothing. Whether there is no such webhook or its signature is"
              + " not good: `NOT_FOUND`.",
      parameters = {
        @Parameter(in = ParameterIn.HEADER, name = HookSignature.OWN, example = "sha256=5f2b…"),
        @Parameter(in = ParameterIn.HEADER, name = HookSignature.TIMESTAMP, example = "1893456000"),
        @Parameter(in = ParameterIn.HEADER, name = HookSignature.HUB, example = "sha256=5f2b…")
      })
  Envelope<Accepted> receive(
      @PathVariable("core_id") String coreId,
      @PathVariable String path,
      @Parameter(hidden = true) HttpServletRequest request)
      throws IOException {
    return Envelope.of(
        webhooks.receive(
            new HookRequest(
                coreId,
                path.startsWith("/") ? path.substring(1) : path,
                request.getInputStream().readAllBytes(),
                new HookSignature(
                    request.getHeader(HookSignature.OWN),
                    request.getHeader(HookSignature.TIMESTAMP),
                    request.getHeader(HookSignature.HUB)),
                request::getHeader)));
  }
}
