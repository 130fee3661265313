/** Tests of how people hear of checkpoints. */
@NullMarked
package ai.scailabs.scaicore.notification;

import org.jspecify.annotations.NullMarked;
