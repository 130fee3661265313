package ai.scailabs.scaicore.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Names the effects of one run of one block: {@code path@iterations#ordinal}, those on memory
 * {@code path@iterations!memory.ordinal}, since expressions make them. Deterministic, so that a
 * replay asks for the same names.
 */
final class Steps {

  private final String place;
  private final List<String> given = new ArrayList<>();
  private int memories;

  Steps(String path, Frame frame) {
    place = frame.place(path);
  }

  String next() {
    var step = place + "#" + given.size();
    given.add(step);
    return step;
  }

  /** How many were named so far, those on memory apart. */
  int count() {
    return given.size();
  }

  /** What was named after the first so many. */
  List<String> after(int count) {
    return List.copyOf(given.subList(count, given.size()));
  }

  String nextOfMemory() {
    return place + "!memory." + memories++;
  }
}
