/** The inbox: questions that programs have for people, whom they are for, and the answers. */
@NullMarked
package ai.scailabs.scaicore.checkpoint;

import org.jspecify.annotations.NullMarked;
