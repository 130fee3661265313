/** Key sets and sealing. */
@NullMarked
package ai.scailabs.scaicore.secrets;

import org.jspecify.annotations.NullMarked;
