package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Managing model servers over HTTP. */
@RestController
@RequestMapping("/v1/backends")
@Tag(name = "Backends", description = "The tenant's model servers, which speak OpenAI's protocol.")
class BackendController {

  private final BackendService backends;

  BackendController(BackendService backends) {
    this.backends = backends;
  }

  @GetMapping
  @Requires(Permission.MODELS_MANAGE)
  @Operation(summary = "List backends", description = "Those of the tenant, newest first.")
  Envelope<Envelope.Items<Backend>> list(Caller caller, Paging paging) {
    return Envelope.of(backends.list(caller, paging));
  }

  @GetMapping("/{backend_id}")
  @Requires(Permission.MODELS_MANAGE)
  @Raises(ErrorCode.NOT_FOUND)
  @Operation(summary = "Fetch a backend", description = "Its key is never shown.")
  Envelope<Backend> get(Caller caller, @PathVariable("backend_id") String id) {
    return Envelope.of(backends.get(caller, id));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Permission.MODELS_MANAGE)
  @Audited("backend.create")
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.SLUG_CONFLICT})
  @Operation(
      summary = "Add a backend",
      description =
          """
          Adds a server that speaks OpenAI's protocol. Programs of the tenant call a model on it as \
          `<provider>/<model>`; for chats, put a model on it with `POST /v1/models`. The key is \
          sealed and never shown again.

          `base_url` begins with `https://` and leads to a public address. In-house servers, over \
          `http://` too, are possible where the service is configured to allow them.\
          """)
  Envelope<Backend> create(
      Caller caller,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"name": "OpenAI", "provider": "openai",
                               "base_url": "https://api.openai.com/v1",
                               "api_key": {"type": "secret", "value": "sk-…"},
                               "models": ["gpt-5", "gpt-5-mini"], "timeout_seconds": 60}
                              """)))
          @RequestBody
          BackendRequest request) {
    return Envelope.of(backends.create(caller, request));
  }

  @PutMapping("/{backend_id}")
  @Requires(Permission.MODELS_MANAGE)
  @Audited("backend.update")
  @Raises({
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.NOT_FOUND,
    ErrorCode.SLUG_CONFLICT,
    ErrorCode.CONFLICT
  })
  @Operation(
      summary = "Change a backend",
      description =
          """
          Replaces the fields that are given and leaves the others; calls that begin afterwards, on \
          any replica, go by it. A key in its masked shape stays as it is. Where `base_url` \
          changes, the key has to be sent again. A list of `models` that leaves out what a model \
          in the catalogue is on is a CONFLICT, which names it.\
          """)
  Envelope<Backend> edit(
      Caller caller,
      @PathVariable("backend_id") String id,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              "{\"api_key\": {\"type\": \"secret\", \"value\": \"sk-…\"}}")))
          @RequestBody
          BackendRequest request) {
    return Envelope.of(backends.edit(caller, id, request));
  }

  @DeleteMapping("/{backend_id}")
  @Requires(Permission.MODELS_MANAGE)
  @Audited("backend.delete")
  @Raises({ErrorCode.NOT_FOUND, ErrorCode.CONFLICT})
  @Operation(
      summary = "Delete a backend",
      description = "And its key. One that models are on is a CONFLICT, which names them.")
  Envelope<Deleted> delete(Caller caller, @PathVariable("backend_id") String id) {
    backends.delete(caller, id);
    return Envelope.of(new Deleted(id, true));
  }

  /** What is answered for a backend that is gone. */
  @Schema(name = "DeletedBackend")
  record Deleted(String id, boolean deleted) {}
}
