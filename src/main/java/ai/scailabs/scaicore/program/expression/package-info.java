/**
 * The expression language: text to syntax tree to value, bounded and without side effects of its
 * own.
 */
@NamedInterface("expression")
@NullMarked
package ai.scailabs.scaicore.program.expression;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
