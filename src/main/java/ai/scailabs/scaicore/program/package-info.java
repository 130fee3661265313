/** Programs: the in-memory model, its readers and writer, and the verifier. Pure Java. */
@NullMarked
package ai.scailabs.scaicore.program;

import org.jspecify.annotations.NullMarked;
