/** Asking models on model servers, in OpenAI's protocol. */
@NullMarked
package ai.scailabs.scaicore.provider;

import org.jspecify.annotations.NullMarked;
