/** Tests of calls to other people's servers. */
@NullMarked
package ai.scailabs.scaicore.plugin;

import org.jspecify.annotations.NullMarked;
