/** What an operator meets: checks at start-up, failures in one sentence, health. */
@NullMarked
package ai.scailabs.scaicore.operations;

import org.jspecify.annotations.NullMarked;
