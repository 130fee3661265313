/** Runtime events: what happens while programs run, written down beside it. */
@NullMarked
@NamedInterface("event")
package ai.scailabs.scaicore.execution.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
