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

/** Reading the catalogue. */
@RestController
@RequestMapping("/v1/models")
@Tag(name = "Models", description = "The models that can be chatted with, and their groups.")
class ModelController {

  private final Catalogue catalogue;

  ModelController(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @GetMapping
  @Requires(Permission.MODELS_LIST)
  @Operation(
      summary = "List models",
      description =
          """
          The models that you see, newest first: those of the tenant you act in, those of the \
          service itself, and those in a model group whose scope covers your tenant. A key that is \
          restricted to model groups sees the models in them and no others.""")
  Envelope<Envelope.Items<Model>> list(Caller caller, Paging paging) {
    return Envelope.of(catalogue.models(caller, paging));
  }

  @GetMapping("/{*slug}")
  @Requires(Permission.MODELS_LIST)
  @Raises(ErrorCode.MODEL_NOT_FOUND)
  @Operation(
      summary = "Fetch a model",
      description =
          """
          By its slug. The slashes in it may be sent as they are or as `%2F`. A model that you do \
          not see is MODEL_NOT_FOUND, whether there is one or not.""")
  Envelope<Model> get(
      Caller caller,
      @Parameter(description = "Slug of the model.", example = "scaicore/acme/approval-agent")
          @PathVariable
          String slug) {
    return Envelope.of(catalogue.model(caller, slug.substring(1)));
  }
}
