package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.plugin.CallFailed.Kind;
import com.google.re2j.Pattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Where a plugin is, and how it is spoken to. */
sealed interface PluginEndpoint {

  /** What the endpoints of available plugins begin with. */
  String REGISTRY = "plugin://";

  /** What the endpoints of MCP servers begin with, before their scheme. */
  String MCP = "mcp+";

  /** Takes {@code POST <uri>/<method>}. */
  record Http(URI uri) implements PluginEndpoint {

    private static final Pattern METHOD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    /** The address of a method. */
    URI method(String name) throws CallFailed {
      if (!METHOD.matches(name)) {
        throw CallFailed.lasting(
            Kind.ERROR,
            "was not called: a method is named with 1 to 128 letters, digits, '_', '-' and '.'");
      }
      var path = uri.getRawPath() == null ? "" : uri.getRawPath();
      var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      return URI.create(
          uri.getScheme()
              + "://"
              + uri.getRawAuthority()
              + (path.endsWith("/") ? path : path + "/")
              + name
              + query);
    }
  }

  /** Speaks the Model Context Protocol. */
  record Mcp(URI uri) implements PluginEndpoint {}

  /** Where it is. */
  URI uri();

  /** Whether a text names a plugin of the registry. */
  static boolean isOfRegistry(String text) {
    return text.regionMatches(true, 0, REGISTRY, 0, REGISTRY.length());
  }

  /** The endpoint that an address is; not one of the registry. */
  static PluginEndpoint of(String text) throws CallFailed {
    var lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith(REGISTRY)) {
      throw CallFailed.lasting(
          Kind.ERROR, "cannot be called: its entry of the registry leads to the registry again");
    }
    return lower.startsWith(MCP) ? new Mcp(uri(text.substring(MCP.length()))) : new Http(uri(text));
  }

  private static URI uri(String text) throws CallFailed {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw CallFailed.lasting(
          Kind.ERROR, "cannot be called: its endpoint is no address (" + e.getReason() + ")");
    }
  }
}
