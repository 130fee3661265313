/** What calls to models have used. */
@NullMarked
package ai.scailabs.scaicore.accounting;

import org.jspecify.annotations.NullMarked;
