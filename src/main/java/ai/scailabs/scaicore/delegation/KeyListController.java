package ai.scailabs.scaicore.delegation;

import ai.scailabs.scaicore.identity.Public;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where plugins find the keys by which they check tokens. */
@RestController
@Tag(name = "Delegation", description = "Cores that act as a user.")
class KeyListController {

  private static final Duration KEPT = Duration.ofMinutes(5);

  private final DelegationKeys keys;

  KeyListController(DelegationKeys keys) {
    this.keys = keys;
  }

  @GetMapping(
      path = "/v1/modules/scaicore/.well-known/jwks.json",
      produces = MediaType.APPLICATION_JSON_VALUE)
  @Public
  @Operation(
      summary = "Keys of the tokens",
      description =
          "The public keys (RFC 7517) of the tokens that Cores send to plugins where they act as a"
              + " user. A key is listed for an hour before it signs, and until its last token has"
              + " ended; where a token names one that you do not have, ask again. Needs no token,"
              + " and answers without the envelope.")
  @ApiResponse(
      responseCode = "200",
      description = "A JSON Web Key Set.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(type = "object"),
              examples =
                  @ExampleObject(
                      """
                      {"keys": [{"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256",
                        "kid": "yQ2…", "x": "f83OJ3D2…", "y": "x_FEzRu9…"}]}
                      """)))
  ResponseEntity<String> list() {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.maxAge(KEPT).cachePublic())
        .contentType(MediaType.APPLICATION_JSON)
        .body("{\"keys\":[" + String.join(",", keys.listed()) + "]}");
  }
}
