/** Tests of the administration of the directory. */
@NullMarked
package ai.scailabs.scaicore.iam;

import org.jspecify.annotations.NullMarked;
