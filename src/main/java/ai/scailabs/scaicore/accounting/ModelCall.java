package ai.scailabs.scaicore.accounting;

import ai.scailabs.scaicore.web.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call to a model that has ended.
 *
 * @param tenantId whose caller, or whose program, called
 * @param userId who did, or in whose name the program runs; null where nobody did
 * @param model slug of the model; for a program's {@code <provider>/<model>}, that
 * @param provider the backend's; null where it is none of the tenant's business, or none
 * @param failure null where it was answered
 * @param coreId the Core that answered, or whose program called
 * @param executionId the execution that answered or called
 */
public record ModelCall(
    String tenantId,
    @Nullable String userId,
    Source source,
    String model,
    @Nullable String provider,
    @Nullable String backendId,
    long promptTokens,
    long completionTokens,
    Duration latency,
    @Nullable ErrorCode failure,
    @Nullable String requestId,
    @Nullable String coreId,
    @Nullable String executionId) {

  /** Where a call came from. */
  public enum Source {
    CHAT,
    PROGRAM
  }
}
