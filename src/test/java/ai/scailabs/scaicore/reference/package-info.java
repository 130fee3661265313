/**
 * {@code seeds/api-reference.md}, section by section, against the running server. What each class
 * lists is written from the page, and at its end all of that was seen.
 */
@NullMarked
package ai.scailabs.scaicore.reference;

import org.jspecify.annotations.NullMarked;
