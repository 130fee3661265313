package ai.scailabs.scaicore.host;

import ai.scailabs.scaicore.accounting.ModelCall;
import ai.scailabs.scaicore.accounting.UsageLedger;
import ai.scailabs.scaicore.execution.Execution;
import ai.scailabs.scaicore.provider.ChatAnswer.Tokens;
import ai.scailabs.scaicore.provider.ModelCallFailed;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.RequestId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes down what programs' calls of models have used. */
@Component
class ModelAccounts {

  private static final Tokens NONE = new Tokens(0, 0);

  private final UsageLedger ledger;

  ModelAccounts(UsageLedger ledger) {
    this.ledger = ledger;
  }

  /** A call of the offline model. */
  void offline(Execution execution, String slug, Tokens tokens, long began) {
    ledger.record(line(execution, slug, null, null, tokens, began, null));
  }

  /** A call that a server answered. */
  void served(Execution execution, ModelTarget.Served served, Tokens tokens, long began) {
    record(execution, served, tokens, began, null);
  }

  /** A call that came to nothing. */
  void failed(Execution execution, ModelTarget.Served served, ModelCallFailed failed, long began) {
    record(execution, served, NONE, began, code(failed));
  }

  private void record(
      Execution execution,
      ModelTarget.Served served,
      Tokens tokens,
      long began,
      @Nullable ErrorCode failure) {
    var endpoint = served.foreign() ? null : served.endpoint();
    ledger.record(
        line(
            execution,
            served.name(),
            endpoint == null ? null : endpoint.provider(),
            endpoint == null ? null : endpoint.backendId(),
            tokens,
            began,
            failure));
  }

  private static ErrorCode code(ModelCallFailed failed) {
    return switch (failed.reason()) {
      case LIMITED -> ErrorCode.RATE_LIMITED;
      case TIMEOUT -> ErrorCode.BACKEND_TIMEOUT;
      case UNAVAILABLE, REJECTED, MISCONFIGURED, MISSING, UNREADABLE -> ErrorCode.BACKEND_ERROR;
    };
  }

  private static ModelCall line(
      Execution execution,
      String model,
      @Nullable String provider,
      @Nullable String backendId,
      Tokens tokens,
      long began,
      @Nullable ErrorCode failure) {
    return new ModelCall(
        execution.tenantId(),
        execution.invokedBy(),
        ModelCall.Source.PROGRAM,
        model,
        provider,
        backendId,
        tokens.prompt(),
        tokens.completion(),
        Duration.ofNanos(System.nanoTime() - began),
        failure,
        RequestId.current(),
        execution.coreId(),
        execution.id());
  }
}
