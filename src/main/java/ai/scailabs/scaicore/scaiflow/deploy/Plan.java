package ai.scailabs.scaicore.scaiflow.deploy;

import ai.scailabs.scaicore.scaiflow.client.Target;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is to be rolled out.
 *
 * @param content the graph; its {@code id} goes into the Core, which is found by it again
 * @param target asked for once the graph has compiled
 * @param coreId the Core to update; null: none is known
 * @param looksFirst whether a Core of this graph may be there all the same
 */
record Plan(
    Map<String, @Nullable Object> content,
    Supplier<Target> target,
    @Nullable String coreId,
    boolean looksFirst,
    DeployRequest request) {

  /** What the Core's program names as its source; empty where the graph has no id. */
  String sourceId() {
    return content.get("id") instanceof String id ? id : "";
  }
}
