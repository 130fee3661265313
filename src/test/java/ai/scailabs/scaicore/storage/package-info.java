@NullMarked
package ai.scailabs.scaicore.storage;

import org.jspecify.annotations.NullMarked;
