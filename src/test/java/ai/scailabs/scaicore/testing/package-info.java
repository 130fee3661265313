/** What tests stand on: a real PostgreSQL and the running server. */
@NullMarked
package ai.scailabs.scaicore.testing;

import org.jspecify.annotations.NullMarked;
