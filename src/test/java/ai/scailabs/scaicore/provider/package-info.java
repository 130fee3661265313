@NullMarked
package ai.scailabs.scaicore.provider;

import org.jspecify.annotations.NullMarked;
