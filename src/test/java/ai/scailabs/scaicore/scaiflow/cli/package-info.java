/** Tests of the command line, in this process, in one of its own, and against local servers. */
@NullMarked
package ai.scailabs.scaicore.scaiflow.cli;

import org.jspecify.annotations.NullMarked;
