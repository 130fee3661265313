/** ScaiQueue: scopes, their queues, and messages that are published, claimed and completed. */
@NullMarked
package ai.scailabs.scaicore.scaiqueue;

import org.jspecify.annotations.NullMarked;
