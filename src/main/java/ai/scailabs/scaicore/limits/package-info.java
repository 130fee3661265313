/** How much a caller, a tenant, and a Core may take: rate limits and quotas. */
@NullMarked
package ai.scailabs.scaicore.limits;

import org.jspecify.annotations.NullMarked;
