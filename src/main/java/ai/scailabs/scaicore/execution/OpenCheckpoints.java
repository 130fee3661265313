package ai.scailabs.scaicore.execution;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/**
 * The questions of an execution that nobody has answered. Implemented by the inbox; everything that
 * changes is part of the transaction that is open.
 */
public interface OpenCheckpoints {

  /** Those of an attempt, by step. */
  Map<String, UUID> pendingSteps(String tenantId, String executionId, int attempt);

  /** Cancels all of them. */
  void close(String tenantId, String executionId, Instant at);

  /** Cancels those of some steps. */
  void withdraw(String tenantId, String executionId, int attempt, Collection<String> steps);
}
