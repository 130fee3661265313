/** Chatting with models: the endpoint, the dispatcher, and who is behind a model. */
@NullMarked
package ai.scailabs.scaicore.inference;

import org.jspecify.annotations.NullMarked;
