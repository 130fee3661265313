/** The command line for pipelines: validates, compiles and deploys flows from files. */
@NullMarked
@NamedInterface("cli")
package ai.scailabs.scaicore.scaiflow.cli;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
