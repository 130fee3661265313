/** Tests of the interpreter, with a world in memory. */
@NullMarked
package ai.scailabs.scaicore.engine;

import org.jspecify.annotations.NullMarked;
