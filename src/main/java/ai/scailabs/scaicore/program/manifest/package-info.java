/** Manifests in YAML, and the programs that they become. */
@NamedInterface("manifest")
@NullMarked
package ai.scailabs.scaicore.program.manifest;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
