/** Server-sent events out of the database: any number of open streams, without a thread each. */
@NullMarked
package ai.scailabs.scaicore.stream;

import org.jspecify.annotations.NullMarked;
