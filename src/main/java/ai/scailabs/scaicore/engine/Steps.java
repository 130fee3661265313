package ai.scailabs.scaicore.engine;

/**
 * Names the effects of one run of one block: {@code path@iterations#ordinal}, those on memory
 * {@code path@iterations!memory.ordinal}, since expressions make them. Deterministic, so that a
 * replay asks for the same names.
 */
final class Steps {

  private final String place;
  private int ordinal;
  private int memories;

  Steps(String path, Frame frame) {
    place = frame.place(path);
  }

  String next() {
    return place + "#" + ordinal++;
  }

  String nextOfMemory() {
    return place + "!memory." + memories++;
  }
}
