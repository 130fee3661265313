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
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Reading the catalogue, and putting models of the tenant's servers into it. */
@RestController
@RequestMapping("/v1/models")
@Tag(name = "Models", description = "The models that can be chatted with, and their groups.")
class ModelController {

  private final Catalogue catalogue;
  private final ServedModels served;

  ModelController(Catalogue catalogue, ServedModels served) {
    this.catalogue = catalogue;
    this.served = served;
  }

  @GetMapping
  @Requires(Permission.MODELS_LIST)
  @Operation(
      summary = "List models",
      description =
          """
          The models that you see, newest first: those of the tenant you act in, those of the \
          service itself, and those in a model group whose scope covers your tenant. A key that is \
          restricted to model groups sees the models in them and no others.\
          """)
  Envelope<Envelope.Items<Model>> list(Caller caller, Paging paging) {
    return Envelope.of(catalogue.models(caller, paging).map(DatedModel::model));
  }

  @GetMapping("/{*slug}")
  @Requires(Permission.MODELS_LIST)
  @Raises(ErrorCode.MODEL_NOT_FOUND)
  @Operation(
      summary = "Fetch a model",
      description =
          """
          By its slug. The slashes in it may be sent as they are or as `%2F`. A model that you do \
          not see is MODEL_NOT_FOUND, whether there is one or not.\
          """)
  Envelope<Model> get(
      Caller caller,
      @Parameter(description = "Slug of the model.", example = "scaicore/acme/approval-agent")
          @PathVariable
          String slug) {
    return Envelope.of(catalogue.model(caller, slug.substring(1)).model());
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Permission.MODELS_MANAGE)
  @Audited("model.create")
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.SLUG_CONFLICT})
  @Operation(
      summary = "Add a model",
      description =
          """
          Puts a model of one of the tenant's backends into the catalogue, for chats, and for \
          programs as `scaigrid/<slug>`. The tenant sees it at once; others where it is added to a \
          model group that covers them, and then at the expense of this tenant's key.\
          """)
  Envelope<Model> add(
      Caller caller,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"slug": "acme/writer", "display_name": "Writer",
                               "backend_id": "bm_01jd3q8w5kfv9a7r2m4x6z0c1b", "model": "gpt-5"}
                              """)))
          @RequestBody
          ModelRequest request) {
    return Envelope.of(served.add(caller, request));
  }

  @DeleteMapping("/{*slug}")
  @Requires(Permission.MODELS_MANAGE)
  @Audited("model.delete")
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.MODEL_NOT_FOUND})
  @Operation(
      summary = "Delete a model",
      description =
          """
          Takes a model that was added with `POST /v1/models` out of the catalogue and of every \
          group. A published Core is not deleted but unpublished.\
          """)
  Envelope<Deleted> delete(
      Caller caller,
      @Parameter(description = "Slug of the model.", example = "acme/writer") @PathVariable
          String slug) {
    served.delete(caller, slug.substring(1));
    return Envelope.of(new Deleted(slug.substring(1), true));
  }

  /** What is answered for a model that is gone. */
  @Schema(name = "DeletedModel")
  record Deleted(String slug, boolean deleted) {}
}
