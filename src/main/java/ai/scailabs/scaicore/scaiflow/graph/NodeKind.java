package ai.scailabs.scaicore.scaiflow.graph;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The 24 kinds of node. Source: {@code design/scaiflow.md}, "Graph (v2)". */
public enum NodeKind {
  ENTRY_API,
  ENTRY_WEBHOOK,
  ENTRY_SCHEDULE,
  LLM_RIGID,
  LLM_GUARDED,
  LLM_FLEXIBLE,
  LOGIC_DECISION,
  LOGIC_LOOP,
  LOGIC_PARALLEL,
  TOOL_PLUGIN,
  TOOL_HTTP,
  DATA_VARIABLE_SET,
  CHECKPOINT,
  QUEUE_PUBLISH,
  QUEUE_CONSUME,
  HITL_REVIEW,
  HITL_DECISION,
  QUEUE_ESCALATION,
  COMPUTE_PROVISION,
  COMPUTE_EXEC,
  COMPUTE_FILE_UPLOAD,
  COMPUTE_FILE_DOWNLOAD,
  COMPUTE_DESTROY,
  SUBFLOW_CALL;

  private static final Map<String, NodeKind> BY_WORD =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(NodeKind::word, Function.identity()));

  /** As it stands in a node's {@code type}, such as {@code entry_api}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of a word; null when there is none. */
  public static @Nullable NodeKind of(String word) {
    return BY_WORD.get(word);
  }

  /** Whether flows begin there. */
  public boolean isEntry() {
    return this == ENTRY_API || this == ENTRY_WEBHOOK || this == ENTRY_SCHEDULE;
  }

  /** Whether it is a call of the compute plugin. */
  public boolean isCompute() {
    return name().startsWith("COMPUTE_");
  }
}
