package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_MANAGE;
import static ai.scailabs.scaicore.identity.Permission.SCAICORE_VIEW;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Contended;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/modules/scaicore/cores")
@Tag(name = "Cores", description = "Programs of a tenant: create, read, change, delete.")
class CoreController {

  private final CoreService cores;
  private final CoreViews views;
  private final ShownCores shown;
  private final AvatarService avatars;

  CoreController(CoreService cores, CoreViews views, ShownCores shown, AvatarService avatars) {
    this.avatars = avatars;
    this.cores = cores;
    this.views = views;
    this.shown = shown;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(SCAICORE_MANAGE)
  @Audited("core.create")
  @Raises({
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.SLUG_CONFLICT,
    ErrorCode.PAYLOAD_TOO_LARGE,
    ErrorCode.INVALID_SOURCE_IR,
    ErrorCode.QUOTA_EXCEEDED,
    ErrorCode.INVALID_FILE_TYPE,
    ErrorCode.FILE_TOO_LARGE,
    ErrorCode.STORAGE_ERROR
  })
  @Operation(
      summary = "Create a Core",
      description =
          "Creates a Core in the caller's tenant, in status `created`. Only `name` is required;"
              + " `source` is what `parse-bundle` answers. Environment values of the form"
              + " `{\"type\":\"secret\",\"value\":\"…\"}` are sealed and never shown again."
              + " `avatar_b64` is a picture as the avatar upload takes it, in base64, with or"
              + " without `avatar_content_type`; when it cannot be stored, no Core is created.")
  Envelope<CoreView> create(
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"name": "Greeter", "runtime_mode": "api",
                               "environment": {"REGION": "eu", "API_KEY": {"type": "secret", "value": "s3cret"}},
                               "source": {"schema_version": "0.2", "name": "Greeter", "flows": [
                                 {"name": "greet", "params": [{"name": "name", "type": "string"}], "body": [
                                   {"kind": "rigid", "statements": [
                                     {"kind": "return", "value": "{message: \\"Hello, ${name}!\\"}"}]}]}]}}
                              """)))
          @RequestBody
          CoreRequest request,
      Caller caller) {
    return Envelope.of(views.of(avatars.create(caller, request)));
  }

  @GetMapping
  @Requires(SCAICORE_VIEW)
  @Operation(
      summary = "List Cores",
      description =
          "The tenant's Cores, newest first. A page holds at most `limit` of them, and fewer where"
              + " their programs are large; go on while `has_more`.")
  Envelope<Envelope.Items<CoreView>> list(Paging paging, Caller caller) {
    return Envelope.of(cores.list(caller.tenantId(), paging).map(views::of));
  }

  @GetMapping("/{core_id}")
  @Requires(SCAICORE_VIEW)
  @Raises(ErrorCode.CORE_NOT_FOUND)
  @Operation(summary = "Fetch a Core", description = "One Core with its whole configuration.")
  Envelope<CoreView> get(@PathVariable("core_id") String coreId, Caller caller) {
    return Envelope.of(shown.get(caller.tenantId(), coreId));
  }

  @PutMapping(path = "/{core_id}", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Requires(SCAICORE_MANAGE)
  @Audited("core.update")
  @Raises({
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.CORE_NOT_FOUND,
    ErrorCode.CONFLICT,
    ErrorCode.PAYLOAD_TOO_LARGE,
    ErrorCode.INVALID_SOURCE_IR
  })
  @Operation(
      summary = "Change a Core",
      description =
          "Replaces the fields that are given and leaves the others; slug, tenant and identity are"
              + " immutable here. With `version` in the body, or `If-Match`, a change that somebody"
              + " else made in between is a `CONFLICT`. A new `source` takes effect at the next"
              + " start. A secret written back in its masked shape keeps its value.")
  Envelope<CoreView> edit(
      @PathVariable("core_id") String coreId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"name": "Expense reviewer", "metadata": {"description": "Reviews expenses."}}
                              """)))
          @RequestBody
          CoreRequest request,
      @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
      Caller caller) {
    var seen = IfMatch.version(ifMatch);
    return Envelope.of(
        views.of(cores.edit(caller, coreId, request, seen == null ? request.version() : seen)));
  }

  @DeleteMapping("/{core_id}")
  @Requires(SCAICORE_MANAGE)
  @Audited("core.delete")
  @Raises(ErrorCode.CORE_NOT_FOUND)
  @Operation(
      summary = "Delete a Core",
      description =
          "Deletes the Core for good: its engine is unregistered, it is unpublished, its executions"
              + " and checkpoints go with it.")
  Envelope<Deleted> delete(@PathVariable("core_id") String coreId, Caller caller) {
    return Envelope.of(
        Contended.retried(
            () -> {
              cores.delete(caller.tenantId(), coreId);
              return new Deleted(coreId, true);
            }));
  }

  /** What is answered for a Core that is gone. */
  record Deleted(String id, boolean deleted) {}
}
