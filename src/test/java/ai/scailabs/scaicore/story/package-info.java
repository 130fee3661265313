/** User stories, walked over HTTP against the running server. */
@NullMarked
package ai.scailabs.scaicore.story;

import org.jspecify.annotations.NullMarked;
