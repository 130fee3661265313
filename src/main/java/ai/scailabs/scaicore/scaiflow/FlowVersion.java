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
  record Parts(int major, int minor, int patch) {

    private static final Pattern GIVEN = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,6})");

    /** The last number of a flow goes up beyond what a graph may begin with. */
    private static final Pattern OWN = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,9})");

    /** The version that a graph says it has, where it is one; else 1.0.0. */
    static Parts of(String text) {
      return read(GIVEN, text);
    }

    /** The version that a flow has. */
    static Parts ofFlow(String text) {
      return read(OWN, text);
    }

    private static Parts read(Pattern shape, String text) {
      var matcher = shape.matcher(text);
      return matcher.matches()
          ? new Parts(
              Integer.parseInt(matcher.group(1)),
              Integer.parseInt(matcher.group(2)),
              Integer.parseInt(matcher.group(3)))
          : new Parts(1, 0, 0);
    }

    String text() {
      return major + "." + minor + "." + patch;
    }
  }
}
