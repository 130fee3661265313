/** Tests of publishing. */
@NullMarked
package ai.scailabs.scaicore.publishing;

import org.jspecify.annotations.NullMarked;
