/**
 * Flow graphs as they are drawn: the records, their reading and writing, and what is said of them.
 */
@NullMarked
package ai.scailabs.scaicore.scaiflow.graph;

import org.jspecify.annotations.NullMarked;
