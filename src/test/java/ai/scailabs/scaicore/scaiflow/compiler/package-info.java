/** Tests of what flow graphs compile to. */
@NullMarked
package ai.scailabs.scaicore.scaiflow.compiler;

import org.jspecify.annotations.NullMarked;
