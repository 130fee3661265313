package ai.scailabs.scaicore.catalogue;

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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reading model groups. */
@RestController
@RequestMapping("/v1/models/groups")
@Tag(name = "Models")
class ModelGroupController {

  private final Catalogue catalogue;

  ModelGroupController(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @GetMapping
  @Requires(Permission.MODELS_LIST)
  @Operation(
      summary = "List model groups",
      description =
          """
          The model groups that cover the tenant you act in, newest first; for a partner admin also \
          those of their partner and its tenants, for a super admin all.""")
  Envelope<Envelope.Items<ModelGroup>> list(Caller caller, Paging paging) {
    return Envelope.of(catalogue.groups(caller, paging));
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
    return Envelope.of(catalogue.group(caller, id));
  }
}
