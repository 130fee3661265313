package ai.scailabs.scaicore.scaiflow;

import ai.scailabs.scaicore.web.RawJson;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Flows as callers see them. Source: {@code design/scaiflow.md}, "REST". */
final class FlowViews {

  private FlowViews() {}

  /** A flow in a list. */
  @Schema(name = "FlowSummary")
  record Summary(
      @Schema(example = "flow_06a1q8b3v5e3s9k4t7m2n8p6rw") String id,
      @Schema(example = "Echo Agent") String name,
      @Nullable String description,
      String ownerId,
      String tenantId,
      @Schema(example = "1.0.1") String version,
      Instant createdAt,
      Instant updatedAt) {

    static Summary of(Flow flow) {
      return new Summary(
          flow.id(),
          flow.name(),
          flow.description(),
          flow.ownerId(),
          flow.tenantId(),
          flow.version(),
          flow.createdAt(),
          flow.updatedAt());
    }
  }

  /** A flow with its content. */
  @Schema(name = "Flow")
  record Whole(
      @Schema(example = "flow_06a1q8b3v5e3s9k4t7m2n8p6rw") String id,
      @Schema(example = "Echo Agent") String name,
      @Nullable String description,
      String ownerId,
      String tenantId,
      @Schema(example = "1.0.1") String version,
      Instant createdAt,
      Instant updatedAt,
      @Schema(type = "object", description = "The graph, as it was given.") RawJson content) {

    static Whole of(Flow flow, RawJson content) {
      return new Whole(
          flow.id(),
          flow.name(),
          flow.description(),
          flow.ownerId(),
          flow.tenantId(),
          flow.version(),
          flow.createdAt(),
          flow.updatedAt(),
          content);
    }
  }

  /** A version in the history. */
  @Schema(name = "FlowVersionSummary")
  record VersionSummary(
      String flowId,
      @Schema(example = "1.0.0") String version,
      String createdBy,
      Instant createdAt) {

    static VersionSummary of(FlowVersion version) {
      return new VersionSummary(
          version.flowId(), version.version(), version.createdBy(), version.createdAt());
    }
  }

  /** A version with its content. */
  @Schema(name = "FlowVersion")
  record WholeVersion(
      String flowId,
      @Schema(example = "1.0.0") String version,
      String createdBy,
      Instant createdAt,
      @Schema(type = "object", description = "The graph, as it was given.") RawJson content) {

    static WholeVersion of(FlowVersion version, RawJson content) {
      return new WholeVersion(
          version.flowId(), version.version(), version.createdBy(), version.createdAt(), content);
    }
  }
}
