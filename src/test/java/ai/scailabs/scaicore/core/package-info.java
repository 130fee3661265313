/** Tests of Cores and their lifecycle. */
@NullMarked
package ai.scailabs.scaicore.core;

import org.jspecify.annotations.NullMarked;
