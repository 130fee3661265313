@NullMarked
package ai.scailabs.scaicore.scaiflow.client;

import org.jspecify.annotations.NullMarked;
