package ai.scailabs.scaicore.scaiflow.graph;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One end of an edge.
 *
 * @param port null where the edge names none, which any port will do for
 * @param others members that are not known here
 */
public record End(String node, @Nullable String port, Map<String, @Nullable Object> others) {}
