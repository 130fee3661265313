/** Flows: what is drawn, who may touch it, and its way to a running, published Core. */
@NullMarked
package ai.scailabs.scaicore.scaiflow;

import org.jspecify.annotations.NullMarked;
