package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.plugin.CallFailed.Kind;
import com.google.re2j.Pattern;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Headers that a program names. */
final class RequestHeaders {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
  private static final int LONGEST = 8_192;
  private static final int MOST = 50;

  /** What belongs to the connection, or to how the answer is read. */
  private static final Set<String> OURS =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "accept-encoding",
          "connection",
          "keep-alive",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "upgrade",
          "expect");

  private RequestHeaders() {}

  /** The headers as they can be sent. */
  static Map<String, String> checked(Map<String, String> given) throws CallFailed {
    if (given.size() > MOST) {
      throw refused("at most " + MOST + " headers can be sent");
    }
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (var header : given.entrySet()) {
      var name = header.getKey();
      if (!NAME.matches(name)) {
        throw refused("'" + Answers.line(name) + "' is no name of a header");
      }
      if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
        throw refused("the header '" + name + "' cannot be set");
      }
      var value = header.getValue().strip();
      if (value.length() > LONGEST || value.chars().anyMatch(c -> c < ' ' || c >= 0x7f)) {
        throw refused(
            "the header '"
                + name
                + "' must be at most "
                + LONGEST
                + " visible ASCII characters, and on one line");
      }
      headers.put(name, value);
    }
    return headers;
  }

  private static CallFailed refused(String why) {
    return CallFailed.lasting(Kind.ERROR, "was not called: " + why);
  }
}
