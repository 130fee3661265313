package ai.scailabs.scaicore.scaiflow.deploy;

import ai.scailabs.scaicore.web.RawJson;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One try at deploying a flow, and how it ended. */
@Schema(name = "FlowDeployment")
record Deployment(
    @Schema(example = "dep_06a1q8b3v5e3s9k4t7m2n8p6rw") String deploymentId,
    String flowId,
    @Nullable String coreId,
    @Nullable String coreSlug,
    @Schema(example = "scaicore/acme/echo-agent") @Nullable String publishedSlug,
    @Schema(description = "Of the flow.", example = "1.0.1") String version,
    Status status,
    @Schema(type = "object", description = "The `detail` of the error; null where there is none.")
        @Nullable RawJson error,
    String createdBy,
    Instant createdAt,
    @Nullable Instant endedAt) {

  /** How far it has come. */
  enum Status {
    RUNNING,
    SUCCEEDED,
    FAILED,
    INTERRUPTED
  }
}
