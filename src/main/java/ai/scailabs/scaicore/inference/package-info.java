/** Chatting with models: the request, the dispatcher, and what can stand behind a model. */
@NullMarked
package ai.scailabs.scaicore.inference;

import org.jspecify.annotations.NullMarked;
