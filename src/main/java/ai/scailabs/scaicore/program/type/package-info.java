/** The type language, its JSON Schema, and the checking of values against it. */
@NamedInterface("type")
@NullMarked
package ai.scailabs.scaicore.program.type;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
