/** Tests of the expression language. */
@NullMarked
package ai.scailabs.scaicore.program.expression;

import org.jspecify.annotations.NullMarked;
