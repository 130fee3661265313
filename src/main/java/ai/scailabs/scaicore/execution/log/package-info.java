/** Logs of Cores: what the engine and programs say while they run, written beside it. */
@NullMarked
@NamedInterface("log")
package ai.scailabs.scaicore.execution.log;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
