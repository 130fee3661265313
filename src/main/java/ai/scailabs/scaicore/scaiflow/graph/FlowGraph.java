package ai.scailabs.scaicore.scaiflow.graph;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A flow graph, version 2. Immutable. Two graphs are equal when they say the same: the order of
 * their maps' keys and how a whole number was held do not matter. Source: {@code
 * design/scaiflow.md}, "Graph (v2)".
 *
 * @param variables maps of {@code name, type, default} and what else they hold
 * @param tests as they are written
 * @param others members that are not known here, {@code $schema} among them
 */
public record FlowGraph(
    @Nullable String id,
    @Nullable String name,
    @Nullable String version,
    @Nullable String scaicoreTarget,
    Map<String, @Nullable Object> metadata,
    List<Node> nodes,
    List<Edge> edges,
    List<Map<String, @Nullable Object>> variables,
    FlowConfig config,
    List<@Nullable Object> tests,
    Map<String, @Nullable Object> others) {}
