/** Tests of the API that a Core has of its own. */
@NullMarked
package ai.scailabs.scaicore.exposure;

import org.jspecify.annotations.NullMarked;
