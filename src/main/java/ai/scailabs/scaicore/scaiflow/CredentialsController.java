package ai.scailabs.scaicore.scaiflow;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_MANAGE;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.FlowDialect;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@FlowDialect
@RequestMapping("/v1/tenants/me/scaigrid_credentials")
@Tag(name = "Deploy", description = "From a flow to a running, published Core.")
class CredentialsController {

  private final CredentialsService credentials;

  CredentialsController(CredentialsService credentials) {
    this.credentials = credentials;
  }

  /** The key to keep. */
  @Schema(name = "ScaiGridCredentialsRequest")
  record CredentialsRequest(
      @Schema(example = "sgk_…") @Nullable String apiKey,
      @Schema(
              description =
                  "Of another ScaiGrid that the key is for; the one of this service without it.")
          @Nullable String baseUrl) {

    /** Without the key. */
    @Override
    public String toString() {
      return "CredentialsRequest[…]";
    }
  }

  /** What is kept, as far as it is shown. */
  @Schema(name = "ScaiGridCredentials")
  record CredentialsView(
      boolean configured,
      @Schema(description = "Its beginning and its last four characters.", example = "sgk_…1234")
          @Nullable String apiKey,
      @Nullable String baseUrl) {}

  @GetMapping
  @Requires(SCAICORE_MANAGE)
  @Raises(ErrorCode.SCAIVAULT_FAILED)
  @Operation(
      summary = "Look at the tenant's ScaiGrid credentials",
      description = "The API key is masked.")
  CredentialsView get(Caller caller) {
    return credentials.get(caller);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(SCAICORE_MANAGE)
  @Audited("credentials.update")
  @Raises(ErrorCode.SCAIVAULT_FAILED)
  @Operation(
      summary = "Set the tenant's ScaiGrid credentials",
      description =
          "Deploys use them where a caller's token is not forwarded. Kept in the vault. Needs a"
              + " tenant admin.")
  void set(
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              "{\"api_key\": \"sgk_0123456789abcdef0123456789abcdef\"}")))
          @RequestBody
          CredentialsRequest request,
      Caller caller) {
    credentials.set(caller, request);
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(SCAICORE_MANAGE)
  @Audited("credentials.delete")
  @Raises(ErrorCode.SCAIVAULT_FAILED)
  @Operation(
      summary = "Remove the tenant's ScaiGrid credentials",
      description = "Out of the vault; also where there are none. Needs a tenant admin.")
  void delete(Caller caller) {
    credentials.delete(caller);
  }
}
