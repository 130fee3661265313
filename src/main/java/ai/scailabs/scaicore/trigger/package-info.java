/** Triggers: what starts flows by itself, such as the schedules of programs. */
@NullMarked
package ai.scailabs.scaicore.trigger;

import org.jspecify.annotations.NullMarked;
