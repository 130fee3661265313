@NullMarked
package ai.scailabs.scaicore.stream;

import org.jspecify.annotations.NullMarked;
