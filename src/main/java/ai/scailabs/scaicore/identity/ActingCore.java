package ai.scailabs.scaicore.identity;

import org.jspecify.annotations.Nullable;

/**
 * A Core that does something, or to which something is done, as the audit names it.
 *
 * @param userId whom it acts as; null where it acts as itself
 */
public record ActingCore(String coreId, @Nullable String userId) {}
