package ai.scailabs.scaicore.operations;

import java.util.Objects;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Says why the service does not start, on standard error, in one line. */
final class SentenceReporter implements FailureAnalysisReporter {

  @Override
  public void report(FailureAnalysis analysis) {
    var text =
        analysis.getDescription() + " " + Objects.requireNonNullElse(analysis.getAction(), "");
    System.err.println("Cannot start: " + text.strip().replaceAll("\\s+", " "));
  }
}
