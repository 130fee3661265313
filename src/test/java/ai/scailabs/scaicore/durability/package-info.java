/** What is promised of executions, while everything else fails. */
@NullMarked
package ai.scailabs.scaicore.durability;

import org.jspecify.annotations.NullMarked;
