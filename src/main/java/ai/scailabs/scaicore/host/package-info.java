/** The real parts of the engine's host environment: the models that programs call. */
@NullMarked
package ai.scailabs.scaicore.host;

import org.jspecify.annotations.NullMarked;
