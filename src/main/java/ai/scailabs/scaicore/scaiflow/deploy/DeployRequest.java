package ai.scailabs.scaicore.scaiflow.deploy;

import ai.scailabs.scaicore.scaiflow.graph.FlowConfig;
import ai.scailabs.scaicore.web.ValidationFailed;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The optional body of a deploy; what is missing is as the flow's config says. */
@Schema(name = "FlowDeployRequest")
record DeployRequest(
    @Schema(
            description =
                "Whether to publish the Core; `false` also takes one out of the catalogue that is"
                    + " published.")
        @Nullable Boolean publishAsModel,
    @Schema(description = "Model groups to put the model into.", example = "[\"mg_qa\"]")
        @Nullable List<@Nullable String> groupIds) {

  static final DeployRequest NOTHING_SAID = new DeployRequest(null, null);

  /**
   * Looks at the groups.
   *
   * @throws ValidationFailed where there are too many
   */
  void check() {
    int groups = groupsOr(List.of()).size();
    if (groups > FlowConfig.MAX_GROUPS) {
      throw new ValidationFailed(
          "group_ids",
          "names %,d groups; at most %d are taken".formatted(groups, FlowConfig.MAX_GROUPS));
    }
  }

  /** The groups that are named, each once, else these. */
  List<String> groupsOr(List<String> usual) {
    return groupIds == null
        ? usual
        : groupIds.stream().filter(Objects::nonNull).distinct().toList();
  }
}
