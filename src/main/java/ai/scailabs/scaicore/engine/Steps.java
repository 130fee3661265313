package ai.scailabs.scaicore.engine;

/**
 * Names the effects of one run of one block: {@code path@iterations#ordinal}. Deterministic, so
 * that a replay asks for the same names.
 */
final class Steps {

  private final String prefix;
  private int ordinal;

  Steps(String path, Frame frame) {
    prefix = frame.iterations().isEmpty() ? path + "#" : path + "@" + frame.iterations() + "#";
  }

  String next() {
    return prefix + ordinal++;
  }
}
