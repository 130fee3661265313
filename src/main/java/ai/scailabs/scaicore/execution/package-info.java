/** Executions: their rows and journal, who runs them, and what is asked of them over HTTP. */
@NullMarked
package ai.scailabs.scaicore.execution;

import org.jspecify.annotations.NullMarked;
