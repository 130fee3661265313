/** Calls of programs to other people's servers: plugins over HTTP and MCP, and http statements. */
@NullMarked
package ai.scailabs.scaicore.plugin;

import org.jspecify.annotations.NullMarked;
