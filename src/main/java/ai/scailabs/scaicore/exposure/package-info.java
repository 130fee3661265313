/** The API that a Core has of its own, made of its program: its description, and its calls. */
@NullMarked
package ai.scailabs.scaicore.exposure;

import org.jspecify.annotations.NullMarked;
