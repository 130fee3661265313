/** Tests of chatting. */
@NullMarked
package ai.scailabs.scaicore.inference;

import org.jspecify.annotations.NullMarked;
