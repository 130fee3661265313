package ai.scailabs.scaicore.program.manifest;

import ai.scailabs.scaicore.program.Finding;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with a manifest, at which line. Bounded. */
final class Findings {

  private static final int MAX = 1_000;

  private record Noted(int line, Finding finding) {}

  private final Set<Noted> noted = new LinkedHashSet<>();

  Findings() {}

  Findings(Findings others) {
    noted.addAll(others.noted);
  }

  void report(Place place, int line, String message) {
    if (noted.size() < MAX) {
      report(line, place.toString(), message + " (line " + line + ")");
    }
  }

  void report(int line, String field, String message) {
    if (noted.size() < MAX) {
      noted.add(new Noted(line, new Finding(field, message)));
    }
  }

  /** In the order of the manifest's lines. */
  List<Finding> inOrder() {
    return noted.stream().sorted(Comparator.comparingInt(Noted::line)).map(Noted::finding).toList();
  }
}
