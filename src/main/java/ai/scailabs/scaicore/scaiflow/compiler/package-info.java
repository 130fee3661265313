/** Compiles flow graphs: every finding in one pass, then the manifest, then the program. */
@NullMarked
package ai.scailabs.scaicore.scaiflow.compiler;

import org.jspecify.annotations.NullMarked;
