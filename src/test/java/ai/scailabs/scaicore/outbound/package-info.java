@NullMarked
package ai.scailabs.scaicore.outbound;

import org.jspecify.annotations.NullMarked;
