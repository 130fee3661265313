package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.catalogue.DatedModel;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** A model in OpenAI's own shape. */
@Schema(name = "OpenAiModel")
record OpenAiModel(
    @Schema(description = "Slug of the model.", example = "scaicore/acme/approval-agent") String id,
    @Schema(example = "model") String object,
    @Schema(description = "Seconds since 1970.", example = "1767225600") long created,
    @Schema(example = "scaigrid") String ownedBy) {

  /** A list of them. */
  @Schema(name = "OpenAiModels")
  record Models(@Schema(example = "list") String object, List<OpenAiModel> data) {}

  static OpenAiModel of(DatedModel dated) {
    return new OpenAiModel(
        dated.model().slug(), "model", dated.createdAt().getEpochSecond(), "scaigrid");
  }
}
