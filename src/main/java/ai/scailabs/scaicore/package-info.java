/** The service that hosts ScaiCore programs. */
@NullMarked
package ai.scailabs.scaicore;

import org.jspecify.annotations.NullMarked;
