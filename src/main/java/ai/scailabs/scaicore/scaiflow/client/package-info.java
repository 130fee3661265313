/** ScaiGrid, ScaiQueue and ScaiVault over HTTP, with the contract that anybody has. */
@NullMarked
package ai.scailabs.scaicore.scaiflow.client;

import org.jspecify.annotations.NullMarked;
