/** Tells people about checkpoints, by the channels of their tenant: log, webhook, mail. */
@NullMarked
package ai.scailabs.scaicore.notification;

import org.jspecify.annotations.NullMarked;
