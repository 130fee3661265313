package ai.scailabs.scaicore.core;

import java.util.Map;

/** How many executions a Core has. Implemented by whoever keeps them. */
public interface ExecutionCounts {

  /** How many are in which status; those that have ended are counted among the newest 10,000. */
  Map<String, Long> byStatus(String tenantId, String coreId);
}
