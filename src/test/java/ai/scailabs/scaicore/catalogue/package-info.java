/** Tests of the catalogue. */
@NullMarked
package ai.scailabs.scaicore.catalogue;

import org.jspecify.annotations.NullMarked;
