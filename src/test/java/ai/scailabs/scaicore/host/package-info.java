@NullMarked
package ai.scailabs.scaicore.host;

import org.jspecify.annotations.NullMarked;
