package ai.scailabs.scaicore.catalogue;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group of models and whom it shows them to.
 *
 * @param scopeId the partner or the tenant; null for a global group
 * @param models slugs, sorted
 */
@Schema(
    name = "ModelGroup",
    description = "Models that are shown together to everyone whom the group's scope covers.")
record ModelGroup(
    @Schema(example = "mg_internal_chat") String id,
    @Schema(example = "Internal chat") String name,
    @Schema(
            description = "Whom it covers: everyone, all tenants of a partner, or one tenant.",
            example = "tenant")
        GroupScope scope,
    @Schema(
            description = "The partner or the tenant of the scope; null for a global group.",
            example = "ten_acme")
        @Nullable String scopeId,
    @Schema(description = "Slugs of its models.", example = "[\"scaicore/acme/approval-agent\"]")
        List<String> models) {

  ModelGroup with(List<String> slugs) {
    return new ModelGroup(id, name, scope, scopeId, slugs);
  }
}
