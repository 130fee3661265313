package ai.scailabs.scaicore.execution;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the inbox shows of an execution's open questions. Implemented by the inbox. */
public interface AskedCheckpoints {

  /** Those that nobody has answered, oldest first. */
  List<Asked> pending(String tenantId, String executionId);

  /** An open question. */
  record Asked(
      String block,
      @Nullable String nodeId,
      String step,
      int attempt,
      Instant askedAt,
      @Nullable String prompt) {}
}
