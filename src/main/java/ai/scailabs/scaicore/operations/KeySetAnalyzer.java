package ai.scailabs.scaicore.operations;

import ai.scailabs.scaicore.secrets.KeySetUnusable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** For production without a key set: its message says what to do. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class KeySetAnalyzer extends AbstractFailureAnalyzer<KeySetUnusable> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, KeySetUnusable cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), null, cause);
  }
}
