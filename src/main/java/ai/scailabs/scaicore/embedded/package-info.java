/**
 * What makes the service run with nothing installed: its own PostgreSQL, the data folder, the demo
 * directory.
 */
@NullMarked
package ai.scailabs.scaicore.embedded;

import org.jspecify.annotations.NullMarked;
