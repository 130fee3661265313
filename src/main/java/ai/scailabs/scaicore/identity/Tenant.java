package ai.scailabs.scaicore.identity;

import org.jspecify.annotations.Nullable;

/**
 * A customer, whose rows no other customer sees.
 *
 * @param active false while it is suspended: its users' tokens are refused
 * @param defaultModelGroupId the model group called "your tenant's default"; null where none is set
 */
public record Tenant(
    String id,
    String partnerId,
    String slug,
    String name,
    boolean active,
    @Nullable String defaultModelGroupId) {}
