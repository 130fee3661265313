/**
 * Triggers: what starts flows without being asked for them by name. Events, schedules, webhooks; of
 * programs, and registered with Cores.
 */
@NullMarked
package ai.scailabs.scaicore.trigger;

import org.jspecify.annotations.NullMarked;
