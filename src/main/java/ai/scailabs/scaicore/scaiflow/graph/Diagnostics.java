package ai.scailabs.scaicore.scaiflow.graph;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that was found in a graph, each once, in the order of finding. Bounded. */
public final class Diagnostics {

  /** How many are kept; one more says that there were more. */
  public static final int MAX = 1_000;

  private final Set<Diagnostic> found = new LinkedHashSet<>();
  private boolean errors;
  private boolean more;

  /** Adds an error of the whole, or of a place that is neither node nor edge. */
  public void error(@Nullable String path, String message) {
    add(new Diagnostic(Severity.ERROR, message, path, null, null));
  }

  /** Adds one. */
  public void add(Diagnostic diagnostic) {
    errors |= diagnostic.isError();
    if (found.size() < MAX) {
      found.add(diagnostic);
    } else {
      more |= !found.contains(diagnostic);
    }
  }

  /** Whether one of them, kept or not, is an error. */
  public boolean anyError() {
    return errors;
  }

  /** Whether no more of them are kept. */
  public boolean full() {
    return found.size() >= MAX;
  }

  /** All that are kept. */
  public List<Diagnostic> all() {
    if (!more) {
      return List.copyOf(found);
    }
    var all = new java.util.ArrayList<>(found);
    all.add(
        new Diagnostic(
            errors ? Severity.ERROR : Severity.WARNING,
            "there is more than these %,d; correct them first".formatted(MAX),
            null,
            null,
            null));
    return List.copyOf(all);
  }
}
