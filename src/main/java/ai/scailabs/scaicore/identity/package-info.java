/** Who calls: tokens, callers, permissions, tenants, users, groups and roles. */
@NullMarked
package ai.scailabs.scaicore.identity;

import org.jspecify.annotations.NullMarked;
