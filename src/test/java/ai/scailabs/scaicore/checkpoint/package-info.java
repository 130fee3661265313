/** Tests of the inbox. */
@NullMarked
package ai.scailabs.scaicore.checkpoint;

import org.jspecify.annotations.NullMarked;
