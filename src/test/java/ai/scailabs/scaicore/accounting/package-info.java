@NullMarked
package ai.scailabs.scaicore.accounting;

import org.jspecify.annotations.NullMarked;
