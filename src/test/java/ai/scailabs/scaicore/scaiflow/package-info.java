@NullMarked
package ai.scailabs.scaicore.scaiflow;

import org.jspecify.annotations.NullMarked;
