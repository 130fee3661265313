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
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Model groups over HTTP. */
@RestController
@RequestMapping("/v1/models/groups")
@Tag(name = "Models")
class ModelGroupController {

  private final GroupService groups;

  ModelGroupController(GroupService groups) {
    this.groups = groups;
  }

  @GetMapping
  @Requires(Permission.MODELS_LIST)
  @Operation(
      summary = "List model groups",
      description =
          """
          The model groups that cover the tenant you act in, newest first; for a partner admin also \
          those of their partner and its tenants, for a super admin all.\
          """)
  Envelope<Envelope.Items<ModelGroup>> list(Caller caller, Paging paging) {
    return Envelope.of(groups.list(caller, paging));
  }

  @GetMapping("/{id}")
  @Requires(Permission.MODELS_LIST)
  @Raises(ErrorCode.NOT_FOUND)
  @Operation(
      summary = "Fetch a model group",
      description = "With the slugs of its models. A group that you do not see is NOT_FOUND.")
  Envelope<ModelGroup> get(
      Caller caller,
      @Parameter(description = "Id of the group.", example = "mg_internal_chat") @PathVariable
          String id) {
    return Envelope.of(groups.get(caller, id));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Permission.MODELS_MANAGE)
  @Audited("model_group.create")
  @Raises(ErrorCode.VALIDATION_ERROR)
  @Operation(
      summary = "Add a model group",
      description =
          """
          Of a scope that is yours: a super admin's is any; a partner admin's their partner and its \
          tenants; everybody else's their own tenant.\
          """)
  Envelope<ModelGroup> create(
      Caller caller,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject("{\"name\": \"Internal chat\", \"scope\": \"tenant\"}")))
          @RequestBody
          GroupRequest request) {
    return Envelope.of(groups.create(caller, request));
  }

  @DeleteMapping("/{id}")
  @Requires(Permission.MODELS_MANAGE)
  @Audited("model_group.delete")
  @Raises(ErrorCode.NOT_FOUND)
  @Operation(
      summary = "Delete a model group",
      description = "Its models stay, and are not shown through it any more.")
  Envelope<Deleted> delete(Caller caller, @PathVariable String id) {
    groups.delete(caller, id);
    return Envelope.of(new Deleted(id, true));
  }

  @PostMapping("/{id}/models")
  @Requires(Permission.MODELS_MANAGE)
  @Audited("model_group.add_models")
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.NOT_FOUND, ErrorCode.MODEL_NOT_FOUND})
  @Operation(
      summary = "Put models into a group",
      description =
          """
          Models of the tenant that you act in, and those of the service itself; what is in it \
          already stays. Where one of them is MODEL_NOT_FOUND, none is put in.\
          """)
  Envelope<ModelGroup> addModels(
      Caller caller,
      @PathVariable String id,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(examples = @ExampleObject("{\"models\": [\"acme/writer\"]}")))
          @RequestBody(required = false)
          @Nullable GroupMembersRequest request) {
    return Envelope.of(groups.addModels(caller, id, () -> GroupMembersRequest.slugs(request)));
  }

  @DeleteMapping("/{id}/models")
  @Requires(Permission.MODELS_MANAGE)
  @Audited("model_group.remove_models")
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.NOT_FOUND, ErrorCode.MODEL_NOT_FOUND})
  @Operation(
      summary = "Take models out of a group",
      description = "Where one of them is not in the group, none is taken out.")
  Envelope<ModelGroup> removeModels(
      Caller caller,
      @PathVariable String id,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(examples = @ExampleObject("{\"models\": [\"acme/writer\"]}")))
          @RequestBody(required = false)
          @Nullable GroupMembersRequest request) {
    return Envelope.of(groups.removeModels(caller, id, () -> GroupMembersRequest.slugs(request)));
  }

  @DeleteMapping("/{id}/models/{*slug}")
  @Requires(Permission.MODELS_MANAGE)
  @Audited("model_group.remove_models")
  @Raises({ErrorCode.NOT_FOUND, ErrorCode.MODEL_NOT_FOUND})
  @Operation(
      summary = "Take one model out of a group",
      description = "For clients that send no body with DELETE.")
  Envelope<ModelGroup> removeModel(
      Caller caller, @PathVariable String id, @PathVariable String slug) {
    return Envelope.of(groups.removeModel(caller, id, slug.substring(1)));
  }

  /** What is answered for a group that is gone. */
  @Schema(name = "DeletedModelGroup")
  record Deleted(String id, boolean deleted) {}
}
