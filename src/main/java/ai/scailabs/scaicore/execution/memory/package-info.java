/** What Cores remember between executions. */
@NullMarked
@NamedInterface("memory")
package ai.scailabs.scaicore.execution.memory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
