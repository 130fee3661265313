package ai.scailabs.scaicore.identity;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change, and who makes it: kept from the request that asked for it until the statement that
 * makes it, which may run on another thread.
 *
 * @param parameters of {@link AuditTrail#INSERT}
 */
public record AuditedChange(Map<String, @Nullable Object> parameters) {}
