package ai.scailabs.scaicore.provider;

import org.jspecify.annotations.Nullable;

/**
 * Takes a backend's key out of what its server said: a server that repeats what it was sent must
 * not show the key to whoever asked.
 *
 * @param key null for a server that takes none
 */
record Redaction(@Nullable String key) {

  /** What is shorter is no secret, and may well be an ordinary word. */
  private static final int SHORTEST = 12;

  String of(String text) {
    return key == null || key.length() < SHORTEST ? text : text.replace(key, "[key]");
  }

  @Override
  public String toString() {
    return "Redaction";
  }
}
