/** Tests of executions: invoking, pausing, restarting. */
@NullMarked
package ai.scailabs.scaicore.execution;

import org.jspecify.annotations.NullMarked;
