/** The command line for pipelines: validates, compiles and deploys flows from files. */
@NullMarked
package ai.scailabs.scaicore.scaiflow.cli;

import org.jspecify.annotations.NullMarked;
