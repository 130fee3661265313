package ai.scailabs.scaicore.scaiflow.deploy;

import org.jspecify.annotations.Nullable;

/**
 * A flow that a deploy holds.
 *
 * @param version that is deployed
 * @param coreId of the Core to update; null: none is known
 * @param triedBefore whether there were deploys before, which may have left a Core
 */
record Held(
    String tenantId,
    String flowId,
    String deploymentId,
    String version,
    @Nullable String coreId,
    boolean triedBefore) {}
