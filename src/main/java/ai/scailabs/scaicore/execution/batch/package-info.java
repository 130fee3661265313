/** What is written beside the work it is about, many at once. */
@NullMarked
package ai.scailabs.scaicore.execution.batch;

import org.jspecify.annotations.NullMarked;
