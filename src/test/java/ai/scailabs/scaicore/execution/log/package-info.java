@NullMarked
package ai.scailabs.scaicore.execution.log;

import org.jspecify.annotations.NullMarked;
