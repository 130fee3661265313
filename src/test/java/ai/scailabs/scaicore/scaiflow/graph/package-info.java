/** Tests of the reading and writing of flow graphs. */
@NullMarked
package ai.scailabs.scaicore.scaiflow.graph;

import org.jspecify.annotations.NullMarked;
