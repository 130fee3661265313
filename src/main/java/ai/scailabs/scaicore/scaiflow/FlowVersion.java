package ai.scailabs.scaicore.scaiflow;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * One content that a flow had.
 *
 * @param hash of the content
 */
record FlowVersion(
    String flowId, int patch, String version, String hash, String createdBy, Instant createdAt) {

  /** Three numbers; the last goes up with every content. */
  record Number(int major, int minor, int patch) {

    private static final Pattern SHAPE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,6})");

    /** The version that a graph says it has, where it is one; else 1.0.0. */
    static Number of(String text) {
      var matcher = SHAPE.matcher(text);
      return matcher.matches()
          ? new Number(
              Integer.parseInt(matcher.group(1)),
              Integer.parseInt(matcher.group(2)),
              Integer.parseInt(matcher.group(3)))
          : new Number(1, 0, 0);
    }

    String text() {
      return major + "." + minor + "." + patch;
    }
  }
}
