/** Commands and checks of those who run the service. */
@NullMarked
package ai.scailabs.scaicore.operations;

import org.jspecify.annotations.NullMarked;
