/** Manifests in YAML, and the programs that they become. */
@NullMarked
package ai.scailabs.scaicore.program.manifest;

import org.jspecify.annotations.NullMarked;
