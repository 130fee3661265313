package ai.scailabs.scaicore.scaiflow.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;

/**
 * Where the service is, and who calls.
 *
 * @param base without a slash at its end
 * @param apiKey never shown
 */
record Settings(URI base, String apiKey) {

  static final String URL = "SCAIGRID_BASE_URL";
  static final String KEY = "SCAIGRID_API_KEY";

  private static final String DEFAULT = "http://127.0.0.1:8080";

  /** The key as it is given, which may be unusable; empty when none is. */
  static String key(Map<String, String> variables) {
    return variables.getOrDefault(KEY, "").strip();
  }

  static Settings of(Map<String, String> variables) throws CommandFailed {
    var key = key(variables);
    if (key.isEmpty()) {
      throw CommandFailed.misused(
          KEY + " is not set: the key of a user who may manage and deploy flows.");
    }
    if (!key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw CommandFailed.misused(
          KEY + " holds a space or another character that no key has; copy it again.");
    }
    return new Settings(base(variables.getOrDefault(URL, "").strip()), key);
  }

  private static URI base(String given) throws CommandFailed {
    var text = (given.isEmpty() ? DEFAULT : given).replaceAll("/+$", "");
    try {
      var uri = new URI(text);
      if (uri.getScheme() != null
          && Set.of("http", "https").contains(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below: the reason would repeat a password that was put into the address.
    }
    throw CommandFailed.misused(
        URL + " must be an address such as https://scaigrid.example, without user, query or #.");
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
