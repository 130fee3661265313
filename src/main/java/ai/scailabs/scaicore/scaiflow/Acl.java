package ai.scailabs.scaicore.scaiflow;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** That a user, or all of a group, may do something with a flow. */
@Schema(name = "FlowAcl")
record Acl(
    @Schema(example = "acl_06a1q8b3v5e3s9k4t7m2n8p6rw") String id,
    String flowId,
    PrincipalType principalType,
    @Schema(example = "usr_acme_user") String principalId,
    FlowPermission permission,
    String grantedBy,
    Instant createdAt) {

  /** Whom a permission is for. */
  enum PrincipalType {
    USER,
    GROUP
  }
}
