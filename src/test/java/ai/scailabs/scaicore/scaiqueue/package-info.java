/** Queues and messages, on the running server. */
@NullMarked
package ai.scailabs.scaicore.scaiqueue;

import org.jspecify.annotations.NullMarked;
