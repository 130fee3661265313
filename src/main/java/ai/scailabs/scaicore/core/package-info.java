/** Cores: what they are made of, their lifecycle, and the registry of their engines. */
@NullMarked
package ai.scailabs.scaicore.core;

import org.jspecify.annotations.NullMarked;
