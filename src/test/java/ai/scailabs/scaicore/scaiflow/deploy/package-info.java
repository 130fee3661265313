@NullMarked
package ai.scailabs.scaicore.scaiflow.deploy;

import org.jspecify.annotations.NullMarked;
