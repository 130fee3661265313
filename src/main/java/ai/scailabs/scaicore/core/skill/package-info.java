/** Skills of a tenant: texts that precede the system prompts of the Cores that name them. */
@NullMarked
package ai.scailabs.scaicore.core.skill;

import org.jspecify.annotations.NullMarked;
