/**
 * Values that are too large for a row: they go to the object store, and leave it with their row.
 */
@NullMarked
@NamedInterface("value")
package ai.scailabs.scaicore.execution.value;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
