/** Deploys: a flow's queues, its Core, its publication, and the record of it all. */
@NullMarked
package ai.scailabs.scaicore.scaiflow.deploy;

import org.jspecify.annotations.NullMarked;
