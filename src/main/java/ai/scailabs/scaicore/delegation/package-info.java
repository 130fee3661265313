/** A Core that acts as a named user: who grants it, what may be done by it, and how others know. */
@NullMarked
package ai.scailabs.scaicore.delegation;

import org.jspecify.annotations.NullMarked;
