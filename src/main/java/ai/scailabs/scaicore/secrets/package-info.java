/** Sealing and opening of secret values. */
@NullMarked
package ai.scailabs.scaicore.secrets;

import org.jspecify.annotations.NullMarked;
