/** Runs programs: interpreter, engine of a Core, and the seam to the world. Pure Java. */
@NullMarked
package ai.scailabs.scaicore.engine;

import org.jspecify.annotations.NullMarked;
