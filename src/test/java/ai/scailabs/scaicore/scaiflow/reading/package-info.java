/** Tests of the way back from manifests to graphs. */
@NullMarked
package ai.scailabs.scaicore.scaiflow.reading;

import org.jspecify.annotations.NullMarked;
