/** Tests of triggers. */
@NullMarked
package ai.scailabs.scaicore.trigger;

import org.jspecify.annotations.NullMarked;
