/** Files that do not belong into a database: an object store, which is S3 or a folder. */
@NullMarked
package ai.scailabs.scaicore.storage;

import org.jspecify.annotations.NullMarked;
