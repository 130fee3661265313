package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/api-keys")
@Tag(name = "API keys", description = "Bearer tokens that speak for users of the tenant.")
class ApiKeyController {

  private final ApiKeyService keys;

  ApiKeyController(ApiKeyService keys) {
    this.keys = keys;
  }

  @GetMapping
  @Requires({})
  @Operation(
      summary = "List API keys",
      description =
          "Your own keys, newest first; with `api_keys:manage` those of all users of the tenant."
              + " Revoked ones are not shown.")
  Envelope<Envelope.Items<ApiKeyView>> list(Paging paging, Caller caller) {
    return Envelope.of(keys.list(caller, paging));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires({})
  @Audited("api_key.create")
  @Raises(ErrorCode.CONFLICT)
  @Operation(
      summary = "Create an API key",
      description =
          "Makes a key for yourself, or with `api_keys:manage` for the user in `user_id`, who must"
              + " not hold more than you do. `model_group_ids` restrict it; where your own key is"
              + " restricted, to some of its groups. It ends when the key or token that you call"
              + " with does, at the latest. A user has at most 100 live keys (`CONFLICT`). The"
              + " answer is the only one that shows `key`: of the key itself only a hash is kept.")
  Envelope<ApiKeyView> create(
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"name": "ci", "expires_at": "2027-12-31T00:00:00Z",
                               "model_group_ids": ["mg_internal_chat"]}
                              """)))
          @RequestBody
          ApiKeyService.New request,
      Caller caller) {
    return Envelope.of(keys.create(caller, request));
  }

  @DeleteMapping("/{key_id}")
  @Requires({})
  @Audited("api_key.revoke")
  @Raises({ErrorCode.NOT_FOUND, ErrorCode.CONFLICT})
  @Operation(
      summary = "Revoke an API key",
      description =
          "It is refused from now on, by every replica. Your own; with `api_keys:manage` that"
              + " of any user of the tenant who holds no more than you do. The last live key of the"
              + " last super admin stays (`CONFLICT`).")
  Envelope<Deleted> revoke(@PathVariable("key_id") String keyId, Caller caller) {
    keys.revoke(caller, keyId);
    return Envelope.of(Deleted.of(keyId));
  }
}
