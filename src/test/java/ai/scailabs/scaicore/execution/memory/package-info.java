/** Tests of the package of the same name. */
@NullMarked
package ai.scailabs.scaicore.execution.memory;

import org.jspecify.annotations.NullMarked;
