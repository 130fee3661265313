@NullMarked
package ai.scailabs.scaicore.debugging;

import org.jspecify.annotations.NullMarked;
