package ai.scailabs.scaicore.scaiflow.deploy;

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

  /** The groups that are named, else these. */
  List<String> groupsOr(List<String> usual) {
    return groupIds == null ? usual : groupIds.stream().filter(Objects::nonNull).toList();
  }
}
