/**
 * The binary and JSON forms of a program: bounded reading, writing, and the summary of a bundle.
 */
@NamedInterface("bundle")
@NullMarked
package ai.scailabs.scaicore.program.bundle;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
