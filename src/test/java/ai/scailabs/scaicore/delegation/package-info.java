/** Tests of Cores that act as users. */
@NullMarked
package ai.scailabs.scaicore.delegation;

import org.jspecify.annotations.NullMarked;
