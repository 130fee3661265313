/** Cores that are models: into the catalogue, kept like their Core, and out of it. */
@NullMarked
package ai.scailabs.scaicore.publishing;

import org.jspecify.annotations.NullMarked;
