/** Tests of what an operator meets. */
@NullMarked
package ai.scailabs.scaicore.operations;

import org.jspecify.annotations.NullMarked;
