package ai.scailabs.scaicore.core;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of {@code POST /cores} and {@code PUT /cores/{id}}; a member that is missing or null is
 * not given.
 *
 * @param version of the Core that the caller has seen; another one in the database is a conflict
 */
record CoreRequest(
    @Nullable String name,
    @Nullable RuntimeMode runtimeMode,
    @Nullable ConcurrencyMode concurrencyMode,
    @Nullable String entityKeyField,
    @Nullable ObjectNode source,
    @Nullable ArrayNode plugins,
    @Nullable ObjectNode environment,
    @Nullable ObjectNode resourceLimits,
    @Nullable CheckpointMode checkpointMode,
    @Nullable PrivilegeLevel privilegeLevel,
    @Nullable ObjectNode metadata,
    @Nullable String avatarB64,
    @Nullable String avatarContentType,
    @Nullable Long version) {

  /**
   * Without what it holds: the framework writes bodies into its log, and secrets are in this one.
   */
  @Override
  public String toString() {
    return "CoreRequest[name=" + name + ", …]";
  }
}
