package ai.scailabs.scaicore.publishing;

import ai.scailabs.scaicore.core.CoreView;
import ai.scailabs.scaicore.core.CoreViews;
import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Publishing Cores over HTTP. */
@RestController
@RequestMapping("/v1/modules/scaicore/cores/{core_id}")
@Tag(name = "Publishing", description = "A Core as a model that anybody can chat with.")
class PublishingController {

  private final PublishingService publishing;
  private final CoreViews views;

  PublishingController(PublishingService publishing, CoreViews views) {
    this.publishing = publishing;
    this.views = views;
  }

  @PostMapping("/publish")
  @Audited("core.publish")
  @Requires(Permission.SCAICORE_MANAGE)
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.CORE_NOT_FOUND, ErrorCode.SLUG_CONFLICT})
  @Operation(
      summary = "Publish a Core as a model",
      description =
          """
          Adds the model `scaicore/{tenant_slug}/{core_slug}` to the catalogue; chat with it at \
          `POST /v1/inference/chat`. The Core's status stays as it is; while it does not run, the \
          model is unavailable. Later edits of name, description, persona and avatar show in the \
          model by themselves.

          `group_ids` needs `models:manage` as well: without it, or left out, the model is in no \
          group. A super admin may name any group; a partner admin groups of their partner and of \
          its tenants; everybody else groups of their own tenant. Other groups, unknown ones too, \
          are dropped without an error; `GET /v1/models/groups` says what there is.

          The answer is the Core; its `metadata` now has `published`, `published_model_id`, \
          `published_backend_id` and `published_slug`. A Core that is published already is a \
          VALIDATION_ERROR: unpublish it first.\
          """)
  Envelope<CoreView> publish(
      Caller caller,
      @Parameter(description = "Id of the Core.", example = "core_01jd3q8w5kfv9a7r2m4x6z0c1a")
          @PathVariable("core_id")
          String coreId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject("{\"group_ids\": [\"mg_internal_chat\", \"mg_qa\"]}")))
          @RequestBody(required = false)
          @Nullable PublishRequest request) {
    return Envelope.of(
        views.of(publishing.publish(caller, coreId, PublishRequest.groups(request))));
  }

  @PostMapping("/unpublish")
  @Audited("core.unpublish")
  @Requires(Permission.SCAICORE_MANAGE)
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.CORE_NOT_FOUND})
  @Operation(
      summary = "Take a Core out of the catalogue",
      description =
          """
          Removes the model, what is behind it and its places in model groups, and clears the \
          `published…` keys of the Core, which is otherwise untouched. A Core that is not \
          published is a VALIDATION_ERROR.\
          """)
  Envelope<CoreView> unpublish(
      Caller caller,
      @Parameter(description = "Id of the Core.", example = "core_01jd3q8w5kfv9a7r2m4x6z0c1a")
          @PathVariable("core_id")
          String coreId) {
    return Envelope.of(views.of(publishing.unpublish(caller, coreId)));
  }
}
