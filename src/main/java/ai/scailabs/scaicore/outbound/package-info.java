/** Calls to servers that tenants name, kept away from addresses that are not theirs to reach. */
@NullMarked
package ai.scailabs.scaicore.outbound;

import org.jspecify.annotations.NullMarked;
