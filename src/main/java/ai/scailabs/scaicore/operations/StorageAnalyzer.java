package ai.scailabs.scaicore.operations;

import ai.scailabs.scaicore.storage.StorageUnusable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** For an object store that is not configured, missing or closed to us. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StorageAnalyzer extends AbstractFailureAnalyzer<StorageUnusable> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, StorageUnusable cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), null, cause);
  }
}
