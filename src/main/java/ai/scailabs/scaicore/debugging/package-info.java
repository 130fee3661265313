/** Breakpoints, stepping, and looking at executions that have come to rest. */
@NullMarked
package ai.scailabs.scaicore.debugging;

import org.jspecify.annotations.NullMarked;
