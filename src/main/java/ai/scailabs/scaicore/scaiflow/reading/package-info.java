/** Reads manifests back into the flow graphs that they came from, or that say the same. */
@NullMarked
package ai.scailabs.scaicore.scaiflow.reading;

import org.jspecify.annotations.NullMarked;
