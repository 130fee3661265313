/** Front-end and back-end models, the groups they are in, and who sees what. */
@NullMarked
package ai.scailabs.scaicore.catalogue;

import org.jspecify.annotations.NullMarked;
