/** Tests of rate limits and quotas. */
@NullMarked
package ai.scailabs.scaicore.limits;

import org.jspecify.annotations.NullMarked;
